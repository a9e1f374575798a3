/**
 * Takes out what a terminal would obey: program names, paths and a server's sentences come from elsewhere and could
 * otherwise move the cursor or rename the window.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
