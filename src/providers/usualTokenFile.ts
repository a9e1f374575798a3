import { join } from "node:path";
import { homeFolder } from "../platform/directories";

/** Where the vault and bao programs keep the token of their last login, whichever server that was. */
export function usualTokenFile(): string {
  return join(homeFolder(), ".vault-token");
}
