/** How an error begins by which a person in the editor says that it took none of an action, however often repeated. */
export const editorUnmoved = "The editor was not moved.";

/**
 * Whether an error is about the editor's own page rather than about what the product promises: such an error, or a
 * deadline of Playwright's. Only its beginning tells, for any text may stand in what else has failed.
 */
export function isOfEditor(error: unknown): boolean {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  if (typeof message !== "string") return false;
  return message.startsWith(editorUnmoved) || /^[\w.]+: Timeout \d+ms exceeded/.test(message);
}
