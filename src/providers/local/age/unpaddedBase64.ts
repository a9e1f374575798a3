/** Decodes canonical Base64 without padding; undefined for anything else, where Node's decoder skips what it dislikes. */
export function unpaddedBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64").replace(/=+$/, "") === text ? bytes : undefined;
}
