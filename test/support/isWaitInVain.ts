/** Whether an error says that a deadline has passed: that of `until`, of Playwright or of the test itself. */
export function isWaitInVain(error: unknown): boolean {
  const { message } = error as { readonly message?: string };
  return /^Waited \d+ ms in vain|Timeout \d+ms exceeded|^Test timed out in/.test(message ?? "");
}
