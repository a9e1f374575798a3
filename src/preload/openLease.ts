import {
  type LeaseBody,
  type LeaseEntry,
  type LeaseHeader,
  leaseTagBytes,
  parseLeaseBody,
  parseLeaseHeader,
} from "../contract/lease";
import { bare, bufferFrom, bufferSlice, bufferToString, hasOwn, isWindows, toUpperCase } from "./builtins";
import { openSealed } from "./sealed";

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
  const context = bufferSlice(bytes, 0, end);
  const text = openSealed(
    bufferSlice(bytes, end + 1, bytes.length),
    bufferFrom(header.iv, "hex"),
    context,
    keyHex,
  );
  const body = text === undefined ? undefined : parseLeaseBody(text);
  if (body === undefined) return "CORRUPT";
  if (header.generation < minGeneration) return "OLD";
  return { header, body, entries: entriesByName(body) };
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
