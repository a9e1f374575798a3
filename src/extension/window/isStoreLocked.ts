import type { RouterError } from "../../core/routerError";

/** Whether a passphrase is all that is missing to open the store. */
export function isStoreLocked(problem: RouterError | undefined): boolean {
  return problem?.code === "PASSPHRASE_NEEDED" || problem?.code === "PASSPHRASE_WRONG";
}
