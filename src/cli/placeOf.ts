import { printReference, type Reference } from "../core/reference";

/** Where a reference points, in words. */
export function placeOf(reference: Reference): string {
  return reference.provider === "local" ? "the embedded store" : printReference(reference);
}
