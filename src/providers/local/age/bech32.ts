const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const checksumLength = 6;

/** Gives the bytes of a Bech32 text with this prefix, or undefined when it is not one: age writes its keys so. */
export function decodeBech32(text: string, prefix: string): Buffer | undefined {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return undefined;
  const head = `${prefix.toLowerCase()}1`;
  if (!lower.startsWith(head)) return undefined;
  const words: number[] = [];
  for (const letter of lower.slice(head.length)) {
    const word = alphabet.indexOf(letter);
    if (word === -1) return undefined;
    words.push(word);
  }
  if (words.length < checksumLength || checksum([...expanded(prefix.toLowerCase()), ...words]) !== 1) {
    return undefined;
  }
  return toBytes(words.slice(0, -checksumLength));
}

function expanded(prefix: string): number[] {
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function checksum(words: readonly number[]): number {
  let sum = 1;
  for (const word of words) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    generator.forEach((value, bit) => {
      if (((top >> bit) & 1) === 1) sum ^= value;
    });
  }
  return sum;
}

function toBytes(words: readonly number[]): Buffer | undefined {
  const bytes: number[] = [];
  let pending = 0;
  let bits = 0;
  for (const word of words) {
    pending = ((pending << 5) | word) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((pending >> bits) & 0xff);
  }
  const isPadded = bits < 5 && (pending & ((1 << bits) - 1)) === 0;
  return isPadded ? Buffer.from(bytes) : undefined;
}
