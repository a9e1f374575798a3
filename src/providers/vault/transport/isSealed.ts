import { asTexts } from "../vaultJson";
import type { TransportAnswer } from "./vaultTransport";

/** A sealed vault answers 503 as an overloaded one does, and tells the difference only in words. */
export function isSealed({ status, body }: TransportAnswer): boolean {
  return status === 503 && asTexts(body?.["errors"]).some((text) => /sealed/i.test(text));
}
