import {
  type LeaseBody,
  type LeaseEntry,
  type LeaseHeader,
  leaseTagBytes,
  parseLeaseBody,
  parseLeaseHeader,
} from "../contract/lease";
import {
  bare,
  bufferFill,
  bufferFrom,
  bufferSlice,
  bufferToString,
  hasOwn,
  isWindows,
  toUpperCase,
} from "./builtins";
import { loadCrypto } from "./loadCrypto";

export interface Lease {
  readonly header: LeaseHeader;
  readonly body: LeaseBody;
  /** By name (in upper case on Windows), without prototype, own fields only. */
  readonly entries: Record<string, LeaseEntry | undefined>;
}

export type LeaseProblem = "CORRUPT" | "FOREIGN" | "OLD";

const newline = 10;

/** Authenticates and opens a lease's bytes; a lease of another session or an earlier generation is refused. */
export function openLease(
  bytes: Buffer,
  keyHex: string,
  sessionId: string,
  minGeneration: number,
): Lease | LeaseProblem {
  let end = 0;
  while (end < bytes.length && bytes[end] !== newline) end++;
  if (end === bytes.length || bytes.length - end - 1 < leaseTagBytes) return "CORRUPT";
  const header = parseLeaseHeader(bufferToString(bytes, "utf8", 0, end));
  if (header === undefined) return "CORRUPT";
  if (header.session !== sessionId) return "FOREIGN";
  const body = openBody(bytes, end, keyHex, header.iv);
  if (body === undefined) return "CORRUPT";
  if (header.generation < minGeneration) return "OLD";
  return { header, body, entries: entriesByName(body) };
}

function openBody(bytes: Buffer, headerEnd: number, keyHex: string, ivHex: string): LeaseBody | undefined {
  const tagStart = bytes.length - leaseTagBytes;
  try {
    const options = bare<{ authTagLength: number }>();
    options.authTagLength = leaseTagBytes;
    const decipher = loadCrypto().createDecipheriv(
      "aes-256-gcm",
      bufferFrom(keyHex, "hex"),
      bufferFrom(ivHex, "hex"),
      options,
    );
    decipher.setAAD(bufferSlice(bytes, 0, headerEnd));
    decipher.setAuthTag(bufferSlice(bytes, tagStart, bytes.length));
    // GCM is a stream cipher: `final` yields no bytes, it only checks the tag, and nothing is parsed before that.
    const plain = decipher.update(bufferSlice(bytes, headerEnd + 1, tagStart));
    decipher.final();
    const text = bufferToString(plain, "utf8");
    bufferFill(plain, 0);
    return parseLeaseBody(text);
  } catch {
    return undefined;
  }
}

function entriesByName(body: LeaseBody): Record<string, LeaseEntry | undefined> {
  const entries = bare<Record<string, LeaseEntry | undefined>>();
  for (let index = 0; index < body.entries.length; index++) {
    const entry = body.entries[index];
    if (entry !== undefined) entries[isWindows ? toUpperCase(entry.name) : entry.name] = ownFieldsOf(entry);
  }
  return entries;
}

// A program that put `value` on Object.prototype must not thereby put a value into every entry that has none.
function ownFieldsOf(entry: LeaseEntry): LeaseEntry {
  const own = bare<{ -readonly [Key in keyof LeaseEntry]: LeaseEntry[Key] }>();
  own.name = entry.name;
  own.status = entry.status;
  if (hasOwn(entry, "value") && entry.value !== undefined) own.value = entry.value;
  if (hasOwn(entry, "fingerprint") && entry.fingerprint !== undefined) own.fingerprint = entry.fingerprint;
  if (hasOwn(entry, "version") && entry.version !== undefined) own.version = entry.version;
  return own;
}
