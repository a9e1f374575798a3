import {
  type CanaryUnit,
  type FallbackPolicy,
  isCanaryUnit,
  isFallbackPolicy,
  isMode,
  type Mode,
} from "./mode";

/**
 * The lease file: one JSON header line, `\n`, then the AES-256-GCM ciphertext of the body followed by its 16-byte tag.
 * The header line's bytes, without the newline, are the additional authenticated data, so mode, kill flag, session and
 * generation cannot be changed without the session key.
 */
export const leaseVersion = 1;
export const leaseFileName = "lease";
/** Holds the session key as 64 hex digits for handles that carry none (terminals and tasks). */
export const keyFileName = "key";
/** Present when `kill` had to remove the lease of a broker that does not answer: nobody need wait for a new one. */
export const killedFileName = "killed";
export const eventsDirectoryName = "events";
/** A larger file is refused unread. */
export const maxLeaseBytes = 4 * 1024 * 1024;
export const leaseIvBytes = 12;
export const leaseTagBytes = 16;

export interface LeaseHeader {
  readonly v: typeof leaseVersion;
  readonly session: string;
  /** Grows with every write; a reader refuses a smaller one than it has seen. */
  readonly generation: number;
  readonly mode: Mode;
  /** 0 to 100. */
  readonly canary: number;
  readonly unit: CanaryUnit;
  readonly broker: number;
  /** Epoch milliseconds. Past it the lease counts only while its broker lives, so a sleeping laptop loses nothing. */
  readonly expires: number;
  readonly killed: boolean;
  /** 24 hex digits. */
  readonly iv: string;
}

export interface LeaseBody {
  readonly entries: readonly LeaseEntry[];
  /** 64 hex digits: the HMAC-SHA-256 key of the fingerprints, new for each session. */
  readonly fingerprintKey: string;
  readonly onMissing: FallbackPolicy;
  readonly onError: FallbackPolicy;
  /** How long one read may wait for a name that is not here yet; 0 never waits. */
  readonly askWaitMs: number;
  /** More errors than this turn the preloader off for the process. */
  readonly errorThreshold: number;
  /** Withholds routed names from enumeration and inherited environments; direct reads are still served. */
  readonly strict: boolean;
}

/**
 * One name's state in the vault. `ready` has a value in dual and vault mode and a fingerprint in shadow mode;
 * `pending` is still being fetched; `missing` and `error` are answers.
 */
export interface LeaseEntry {
  readonly name: string;
  readonly status: "ready" | "pending" | "missing" | "error";
  readonly value?: string;
  /** Hex HMAC-SHA-256 of name, NUL and value under `fingerprintKey`. */
  readonly fingerprint?: string;
  /** The provider's own version of the value, for the reports. */
  readonly version?: string;
}

/** Gives undefined for a header of another version or shape. */
export function parseLeaseHeader(line: string): LeaseHeader | undefined {
  const value = parseObject(line);
  if (value === undefined) return undefined;
  const { v, session, generation, mode, canary, unit, broker, expires, killed, iv } = value;
  if (v !== leaseVersion || typeof session !== "string" || !isCount(generation) || !isMode(mode))
    return undefined;
  if (typeof canary !== "number" || !(canary >= 0 && canary <= 100) || !isCanaryUnit(unit)) return undefined;
  if (!isCount(broker) || !isCount(expires) || typeof killed !== "boolean") return undefined;
  if (typeof iv !== "string" || !/^[0-9a-f]{24}$/.test(iv)) return undefined;
  return { v, session, generation, mode, canary, unit, broker, expires, killed, iv };
}

/** Gives undefined for a body of another shape; the caller has already authenticated it. */
export function parseLeaseBody(text: string): LeaseBody | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const { entries, fingerprintKey, onMissing, onError, askWaitMs, errorThreshold, strict } = value;
  if (!Array.isArray(entries) || !entries.every(isEntry)) return undefined;
  if (typeof fingerprintKey !== "string" || !/^[0-9a-f]{64}$/.test(fingerprintKey)) return undefined;
  if (!isFallbackPolicy(onMissing) || !isFallbackPolicy(onError)) return undefined;
  if (!isCount(askWaitMs) || !isCount(errorThreshold) || typeof strict !== "boolean") return undefined;
  return { entries, fingerprintKey, onMissing, onError, askWaitMs, errorThreshold, strict };
}

function isEntry(value: unknown): value is LeaseEntry {
  if (typeof value !== "object" || value === null) return false;
  const { name, status, value: secret, fingerprint, version } = value as Record<keyof LeaseEntry, unknown>;
  if (typeof name !== "string" || typeof status !== "string") return false;
  if (["ready", "pending", "missing", "error"].indexOf(status) === -1) return false;
  return [secret, fingerprint, version].every((text) => text === undefined || typeof text === "string");
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}
