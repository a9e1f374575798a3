import { randomBytes } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  killedFileName,
  type LeaseBody,
  type LeaseEntry,
  type LeaseHeader,
  leaseFileName,
  leaseIvBytes,
  leaseVersion,
  maxLeaseBytes,
} from "../contract/lease";
import { writeTransientFile } from "../platform/privateFile";
import { sealLease } from "./sealLease";
import type { Session } from "./sessionDirectory";

/** What is in force for one generation. */
export type LeaseTerms = Pick<LeaseHeader, "mode" | "canary" | "unit" | "killed">;

export const leaseLifetimeMs = 3_600_000;

/** Writes the generations of one session's lease. */
export class LeaseWriter {
  readonly #session: Session;
  #generation: number;

  constructor(session: Session) {
    this.#session = session;
    this.#generation = session.lastGeneration ?? 0;
  }

  get generation(): number {
    return this.#generation;
  }

  /** @throws RouterError IO or DISK_FULL; the lease before stays. */
  write(terms: LeaseTerms, body: LeaseBody, nowMs: number): void {
    // Counted even when writing fails: a number is never used for two contents.
    this.#generation++;
    const header: LeaseHeader = {
      v: leaseVersion,
      session: this.#session.id,
      generation: this.#generation,
      mode: terms.mode,
      canary: terms.canary,
      unit: terms.unit,
      broker: process.pid,
      expires: nowMs + leaseLifetimeMs,
      killed: terms.killed,
      iv: randomBytes(leaseIvBytes).toString("hex"),
    };
    const key = this.#session.key();
    let content = sealLease(header, body, key);
    if (content.length > maxLeaseBytes) {
      // A vector of its own: none may ever seal two texts under one key.
      content = sealLease({ ...header, iv: randomBytes(leaseIvBytes).toString("hex") }, shortened(body), key);
    }
    writeTransientFile(join(this.#session.directory, leaseFileName), content);
  }

  /** For a kill that cannot be written: without a lease, programs read their plain environment. Never throws. */
  withdraw(): void {
    try {
      rmSync(join(this.#session.directory, leaseFileName), { force: true });
      writeFileSync(join(this.#session.directory, killedFileName), "", { mode: 0o600 });
    } catch {
      // The marker only spares readers a wait.
    }
  }

  /** Whether somebody has taken the lease away from this broker. */
  hasKilledMark(): boolean {
    return existsSync(join(this.#session.directory, killedFileName));
  }

  /** Takes back the mark of a `kill` that could not wait for this broker. Never throws. */
  removeKilledMark(): void {
    try {
      rmSync(join(this.#session.directory, killedFileName), { force: true });
    } catch {
      // A reader that sees the mark beside a lease goes by the lease.
    }
  }
}

/** Takes out the largest values until the rest fits: a reader would refuse the whole lease. */
function shortened(body: LeaseBody): LeaseBody {
  // A quarter is left for what is not a value and for what JSON escapes.
  let budget = (maxLeaseBytes * 3) / 4;
  const kept = new Set<LeaseEntry>();
  for (const entry of [...body.entries].sort((first, second) => sizeOf(first) - sizeOf(second))) {
    budget -= sizeOf(entry);
    if (budget >= 0) kept.add(entry);
  }
  const entries = body.entries.map(
    (entry): LeaseEntry => (kept.has(entry) ? entry : { name: entry.name, status: "error" }),
  );
  return { ...body, entries };
}

function sizeOf(entry: LeaseEntry): number {
  return Buffer.byteLength(JSON.stringify(entry));
}
