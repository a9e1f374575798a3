/** A path as it can be copied into a shell: in quotes where a blank or a sign would make something else of it. */
export function shellWord(text: string): string {
  if (process.platform === "win32") return /[\s&^()%!;,'`]/.test(text) ? `"${text}"` : text;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
