import type { RunningSession } from "../broker/listSessions";
import type { NameStatus, SessionStatus } from "../broker/sessionStatus";

/** What a person should know of a session beyond its counts: faults, and whether vault and environment agree. */
export function sessionNotes({
  record,
  status,
}: Pick<RunningSession, "record" | "status">): readonly string[] {
  if (status === undefined) return [];
  const { killed, problem, names, injected, mode } = status;
  const notes: string[] = [];
  if (killed?.by === "errors") notes.push(`killed by its own errors: ${killed.reason}`);
  if (injected.length > 0) notes.push(`injected, not intercepted: ${injected.join(", ")}`);
  if (problem !== null) notes.push(`its files cannot be written [${problem}]`);
  if (killed === null) notes.push(...agreement(status));
  notes.push(...names.flatMap((name) => nameNote(name, killed === null ? mode : "off")));
  return notes.map((note) => `${record.command} (${record.pid}): ${note}`);
}

function agreement({ mode, names }: SessionStatus): readonly string[] {
  if (mode === "vault") {
    const copies = names.filter(({ comparison, written }) => isInBoth(comparison) && !written);
    if (copies.length === 0) return [];
    return [`the environment still holds a copy of ${copies.map(({ name }) => name).join(", ")}`];
  }
  const compared = names.filter(({ comparison }) => isInBoth(comparison));
  if (mode === "off" || compared.length === 0) return [];
  const matching = compared.filter(({ comparison }) => comparison === "match");
  return [`vault and environment agree on ${matching.length} of ${compared.length} compared`];
}

function isInBoth(comparison: NameStatus["comparison"]): boolean {
  return comparison === "match" || comparison === "mismatch";
}

function nameNote(
  { name, state, stale, error, comparison, written }: NameStatus,
  mode: SessionStatus["mode"],
): readonly string[] {
  const code = error === null ? "" : ` [${error}]`;
  if (stale) return [`${name} is served from its last good value${code}`];
  if (state === "error") return [`${name} could not be read${code}`];
  if (state === "missing") return [`${name} is missing in the vault`];
  if (mode === "off") return [];
  if (written && mode !== "shadow")
    return [
      `${name} was set by the program itself, as dotenv does; it keeps that value until it is restarted`,
    ];
  if (mode === "vault") return [];
  if (comparison === "mismatch") return [`${name} differs between vault and environment`];
  return comparison === "missing_in_environment" ? [`${name} is missing in the environment`] : [];
}
