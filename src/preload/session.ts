import { type Handle, sessionIdOf } from "../contract/handle";
import { keyFileName, killedFileName, leaseFileName, maxLeaseBytes } from "../contract/lease";
import { bufferToString, now } from "./builtins";
import { type Lease, openLease } from "./openLease";
import { isPrivateDirectory, readPrivateFile, type Stamp, stampOf } from "./privateFile";
import { isAlive, waitFor } from "./waiting";

/** The reader's side of a session directory: which lease is in force, looked at again whenever `look` is called. */
export interface Session {
  /** Undefined while the environment alone counts. */
  readonly lease: Lease | undefined;
  /** Looks at the file; says whether another lease, or none, is in force now. */
  look(): boolean;
  /** Waits for the broker to write the first lease; a program may be faster than its broker. */
  awaitFirst(): void;
  isBrokerAlive(): boolean;
  /** Undefined when the handle carries none and its file cannot be read. */
  keyHex(): string | undefined;
}

// A broker that starts beside its program needs a tenth of this, and much of it on a busy machine. Giving up too early
// would leave a program whose environment holds no copy without its key.
const firstWaitMs = 1000;
const maxKeyBytes = 256;
// File times are as coarse as the kernel's tick. A file that was that young when it was read may have been replaced
// since without a visible trace, so it is read once more.
const coarsestTickMs = 50;

// A program that is out of descriptors for a moment leaves no trace on the file: it is tried again, and told of once.
const passing = ["LEASE_UNREADABLE", "KEY_UNREADABLE"];

export function createSession(handle: Handle, fail: (code: string) => void): Session {
  const leasePath = `${handle.directory}/${leaseFileName}`;
  const keyPath = `${handle.directory}/${keyFileName}`;
  const killedPath = `${handle.directory}/${killedFileName}`;
  const sessionId = sessionIdOf(handle.directory);
  let loaded: Lease | undefined;
  let inForce: Lease | undefined;
  let lastStamp: string | undefined;
  let mustReadAgain = false;
  let lastProblem: string | undefined;
  let expiredGeneration = -1;
  let minGeneration = 0;
  let lastKey: string | undefined;
  let isAwaitingFirst = false;

  function look(): boolean {
    const stamp = stampOf(leasePath);
    const text = stampText(stamp);
    const isNew = text !== lastStamp;
    if (isNew || mustReadAgain) {
      lastStamp = text;
      mustReadAgain = stamp !== undefined && now() - stamp.changedAt < coarsestTickMs;
      load(stamp !== undefined, isNew);
    }
    const before = inForce;
    inForce = loaded !== undefined && counts(loaded) ? loaded : undefined;
    return inForce !== before;
  }

  // The key file is there only while its window is open and routing is on, so its going is a change too.
  function stampText(stamp: Stamp | undefined): string {
    if (stamp === undefined) return "";
    if (handle.keyHex !== null) return stamp.text;
    const key = stampOf(keyPath);
    return `${stamp.text} ${key === undefined ? "" : key.text}`;
  }

  function load(exists: boolean, isNew: boolean): void {
    const before = loaded;
    loaded = undefined;
    if (!exists) {
      if (!isAwaitingFirst) fail("LEASE_MISSING");
      return;
    }
    const opened = readLease();
    if (typeof opened === "string") {
      if (passing.indexOf(opened) !== -1) mustReadAgain = true;
      if (isNew || opened !== lastProblem) fail(opened);
      lastProblem = opened;
      return;
    }
    lastProblem = undefined;
    minGeneration = opened.header.generation;
    loaded = isSame(before, opened) ? before : opened;
  }

  function readLease(): Lease | string {
    if (!isPrivateDirectory(handle.directory)) return "SESSION_UNSAFE";
    const key = findKey();
    if (typeof key === "string") return key;
    const bytes = readPrivateFile(leasePath, maxLeaseBytes);
    if (typeof bytes === "string") return `LEASE_${bytes}`;
    // A window that opens again makes a new key, and under a new key there is no older lease.
    if (key.hex !== lastKey) minGeneration = 0;
    lastKey = key.hex;
    const opened = openLease(bytes, key.hex, sessionId, minGeneration);
    return typeof opened === "string" ? `LEASE_${opened}` : opened;
  }

  function findKey(): { hex: string } | string {
    if (handle.keyHex !== null) return { hex: handle.keyHex };
    const bytes = readPrivateFile(keyPath, maxKeyBytes);
    if (typeof bytes === "string") return `KEY_${bytes}`;
    const hex = bufferToString(bytes, "utf8").trim();
    return /^[0-9a-f]{64}$/.test(hex) ? { hex } : "KEY_CORRUPT";
  }

  function counts(lease: Lease): boolean {
    // A handle without a broker is a terminal's: it is routed while its window is open, and not an hour longer.
    const isWithinTerm = handle.brokerPid !== 0 && lease.header.expires >= now();
    if (isWithinTerm || isAlive(lease.header.broker)) return true;
    if (expiredGeneration !== lease.header.generation) fail("LEASE_EXPIRED");
    expiredGeneration = lease.header.generation;
    return false;
  }

  function awaitFirst(): void {
    isAwaitingFirst = true;
    waitFor(
      () => {
        look();
        return lastStamp !== "";
      },
      () => isAlive(handle.brokerPid) && stampOf(killedPath) === undefined,
      firstWaitMs,
    );
    isAwaitingFirst = false;
    if (lastStamp === "") fail("LEASE_MISSING");
  }

  function keyHex(): string | undefined {
    const key = findKey();
    return typeof key === "string" ? undefined : key.hex;
  }

  return {
    keyHex,
    get lease() {
      return inForce;
    },
    look,
    awaitFirst,
    isBrokerAlive: () =>
      isAlive(inForce === undefined ? handle.brokerPid : inForce.header.broker) &&
      stampOf(killedPath) === undefined,
  };
}

function isSame(before: Lease | undefined, after: Lease): boolean {
  return (
    before !== undefined &&
    before.header.generation === after.header.generation &&
    before.header.iv === after.header.iv
  );
}
