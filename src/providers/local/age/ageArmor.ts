const begin = "-----BEGIN AGE ENCRYPTED FILE-----";
const end = "-----END AGE ENCRYPTED FILE-----";

export function isArmored(file: Buffer): boolean {
  return file.subarray(0, 1024).toString("latin1").trimStart().startsWith(begin);
}

/** The binary form of an armored age file, or undefined when its frame is broken. */
export function removeArmor(file: Buffer): Buffer | undefined {
  const lines = file.toString("latin1").trim().split(/\r?\n/);
  if (lines.shift() !== begin || lines.pop() !== end) return undefined;
  const text = lines.join("");
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}
