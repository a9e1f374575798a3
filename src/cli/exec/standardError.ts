/**
 * For our own words beside the program's. Whoever reads them may have gone, as a closed terminal or an MCP client does:
 * that must end neither us nor the program. Made at the first use, because most launches have nothing to say.
 */
export function standardError(): NodeJS.WriteStream {
  const { stderr } = process;
  if (stderr.listenerCount("error") === 0) stderr.on("error", () => undefined);
  return stderr;
}
