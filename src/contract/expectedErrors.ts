// An absent lease is how a hung broker's session is killed and how a session ends, and an absent key how a window
// closes: the environment's turn, no fault.
const expected = ["LEASE_MISSING", "LEASE_EXPIRED", "KEY_MISSING"];

/** Says whether a process reports by this code what happens in good order. It then counts towards no threshold. */
export function isExpectedError(code: string): boolean {
  return expected.indexOf(code) !== -1;
}
