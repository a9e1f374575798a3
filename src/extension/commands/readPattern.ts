/** A regular expression that finds `process.env.NAME` and `process.env["NAME"]`, for the editor's own search. */
export function readPattern(name: string): string {
  return `process\\.env(\\??\\.${name}\\b|(\\?\\.)?\\[["'\`]${name}["'\`]\\])`;
}
