import type { CachedSecret } from "./secretCache";
import type { SessionName } from "./sessionNames";
import type { NameStatus } from "./sessionStatus";

// A session may live for weeks and have thousands of processes.
const maxReaders = 20;
const none: readonly number[] = [];

/** What is told of one name. */
export function nameStatus(
  { name, reference, counts, users }: SessionName,
  secret: CachedSecret | undefined,
): NameStatus {
  const answer = secret?.answer;
  return {
    name,
    provider: reference?.provider ?? null,
    state: stateOf(reference === null, secret),
    version: (answer?.status === "found" ? answer.version : undefined) ?? null,
    stale: answer?.status === "found" && secret?.error !== undefined,
    fetchedAt: secret?.fetchedAt ?? null,
    error: secret?.error?.code ?? null,
    hits: { ...counts.hits },
    comparisons: { ...counts.comparisons },
    comparison: counts.comparison,
    comparedAt: counts.comparedAt,
    lastReadAt: counts.lastReadAt,
    readers: users.size === 0 ? none : [...users].slice(-maxReaders),
    written: counts.written,
  };
}

function stateOf(liesNowhere: boolean, secret: CachedSecret | undefined): NameStatus["state"] {
  if (liesNowhere || secret?.answer?.status === "missing") return "missing";
  if (secret?.answer !== undefined) return "ready";
  return secret?.error === undefined ? "pending" : "error";
}
