import { createDecipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface OpenedEntry {
  readonly name: string;
  readonly status: string;
  readonly value?: string;
  readonly fingerprint?: string;
  readonly version?: string;
}

export interface OpenedLease {
  readonly header: Readonly<Record<string, unknown>> & { readonly generation: number; readonly iv: string };
  readonly body: { readonly entries: readonly OpenedEntry[]; readonly fingerprintKey: string } & Readonly<
    Record<string, unknown>
  >;
  entry(name: string): OpenedEntry | undefined;
}

/** Reads a lease as the contract describes it, with nothing of the broker's own code. */
export function openLease(directory: string, key: Buffer): OpenedLease {
  const content = readFileSync(join(directory, "lease"));
  const end = content.indexOf(0x0a);
  const line = content.subarray(0, end);
  const header = JSON.parse(line.toString("utf8"));
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(header.iv, "hex"));
  decipher.setAAD(line);
  decipher.setAuthTag(content.subarray(content.length - 16));
  const sealed = content.subarray(end + 1, content.length - 16);
  const body = JSON.parse(Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8"));
  return {
    header,
    body,
    entry: (name) => body.entries.find((entry: OpenedEntry) => entry.name === name),
  };
}
