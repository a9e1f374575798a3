import { setTimeout as delay } from "node:timers/promises";
import type { AuditLog } from "../../broker/auditLog";
import { liftKillSwitch, throwKillSwitch } from "../../broker/killSwitch";
import { requestRefresh } from "../../broker/requestRefresh";
import type { SessionStatus } from "../../broker/sessionStatus";
import { switchMode } from "../../broker/switchMode";
import type { Mode } from "../../contract/mode";
import { RouterError } from "../../core/routerError";
import type { Directories } from "../../platform/directories";
import type { DemoFacts, Notice, Stretch } from "./demoFacts";
import { type DemoSecret, type DemoValues, demoSecrets, rotatedName } from "./demoSecrets";
import type { DemoServer, Signing } from "./demoServer";
import type { DemoStore } from "./demoStore";
import { canaryPercent } from "./promises";
import { readStatus } from "./readStatus";

export interface ScenarioParts {
  readonly facts: DemoFacts;
  readonly server: DemoServer;
  readonly store: DemoStore;
  readonly values: DemoValues;
  readonly directories: Directories;
  readonly audit: AuditLog;
  /** Says what has just happened. */
  readonly note: (text: string) => void;
  /** Called every few reads, for whoever draws. */
  readonly onReads: () => void;
  readonly signal: AbortSignal;
}

const readsPerCall = 8;
const pauseMs = 15;
/** How closely the running server is asked whether it has noticed a change. */
const pollMs = 5;
const noticeDeadlineMs = 5_000;
// Twelve reads in a row cannot all be the canary's, whose share is spread evenly.
const settledReads = 12;

/** Takes the running server through the modes and the changes. What fails on the way is in the facts. */
export async function runScenario(parts: ScenarioParts): Promise<void> {
  const totalMs = parts.facts.seconds * 1000;
  await compareInShadow(parts);
  await readFor(parts, parts.facts.enter("shadow", 0, false), totalMs * 0.2);
  await changeMode(parts, "dual", canaryPercent);
  await readFor(parts, parts.facts.enter("dual", canaryPercent, false), totalMs * 0.35);
  await changeMode(parts, "vault", null);
  await readFor(parts, parts.facts.enter("vault", 100, false), totalMs * 0.12);
  await rotate(parts);
  await readFor(parts, parts.facts.enter("vault", 100, false), totalMs * 0.12);
  await kill(parts);
  await readFor(parts, parts.facts.enter("vault", 100, true), totalMs * 0.08);
  await resume(parts);
  await readFor(parts, parts.facts.enter("vault", 100, false), totalMs * 0.13);
}

/**
 * A few reads of each, which the router compares with the vault. Then each secret gets a new value in the store, so that
 * from here on every answer tells its source; the server's environment goes on holding the old one.
 */
async function compareInShadow(parts: ScenarioParts): Promise<void> {
  const { facts, note, store, values, directories } = parts;
  await poll(parts, async () => {
    for (const secret of demoSecrets) await sign(parts, secret, 1);
    const names = statusOf(parts)?.names ?? [];
    const results = new Map(
      demoSecrets.map(({ name }) => [name, names.find((each) => each.name === name)?.comparison ?? null]),
    );
    facts.comparisons = results;
    return [...results.values()].every((result) => result !== null);
  });
  const compared = [...facts.comparisons.values()];
  const count = (result: string) => compared.filter((each) => each === result).length;
  note(`shadow compared: ${count("match")} match, ${count("mismatch")} mismatch`);
  const versions = versionsOf(readStatus(directories));
  for (const secret of demoSecrets) {
    values.renew(secret);
    await store.write(secret, values);
  }
  await announce(parts);
  await poll(parts, async () => {
    const now = versionsOf(readStatus(directories));
    return demoSecrets.every(({ name }) => now.get(name) !== versions.get(name));
  });
  note("all four got new values in the vault; the environment keeps the old");
}

/** As `secret-router mode` does: the running server is not touched, only told through its lease. */
async function changeMode(parts: ScenarioParts, mode: Mode, canary: number | null): Promise<void> {
  const change = switchMode({ ...parts, mode, canary });
  const notice = await noticed(parts, Date.now(), mode === "dual" ? isFromVault : isWhollyFromVault);
  await change;
  parts.facts.modeNotices.push(notice);
  parts.note(`mode ${mode}${canary === null ? "" : ` at ${canary} %`}, live: ${noticeText(notice)}`);
}

async function rotate(parts: ScenarioParts): Promise<void> {
  const { facts, values, store, directories, note } = parts;
  const secret = secretOf(rotatedName);
  const before = versionsOf(readStatus(directories)).get(rotatedName);
  values.renew(secret);
  const startedAt = Date.now();
  await store.write(secret, values);
  await announce(parts);
  const { totalMs } = await noticed(parts, startedAt, isFromVault, secret);
  const noticedAt = startedAt + (totalMs ?? 0);
  let brokerAt: number | null = null;
  await poll(parts, async () => {
    const name = readStatus(directories)?.names.find((each) => each.name === rotatedName);
    if (name === undefined || name.version === before) return false;
    brokerAt = name.fetchedAt;
    return true;
  });
  const sinceBrokerMs = totalMs === null || brokerAt === null ? null : Math.max(0, noticedAt - brokerAt);
  facts.rotation = { totalMs, sinceBrokerMs };
  note(`${rotatedName} rotated: ${noticeText(facts.rotation)}`);
}

async function kill(parts: ScenarioParts): Promise<void> {
  const change = throwKillSwitch({ ...parts, reason: "the demo" });
  parts.facts.kill = await noticed(parts, Date.now(), isFromEnvironment);
  await change;
  parts.note(`kill switch thrown: ${noticeText(parts.facts.kill)}`);
}

async function resume(parts: ScenarioParts): Promise<void> {
  const change = liftKillSwitch(parts);
  parts.facts.resume = await noticed(parts, Date.now(), isFromVault);
  await change;
  parts.note(`kill switch lifted: ${noticeText(parts.facts.resume)}`);
}

/** A store that tells nobody of its changes must be asked, as `secret-router refresh` does. */
async function announce(parts: ScenarioParts): Promise<void> {
  if (parts.store.needsRefresh) await requestRefresh({ ...parts, names: [] });
}

async function readFor(parts: ScenarioParts, stretch: Stretch, forMs: number): Promise<void> {
  const until = Date.now() + forMs;
  while (Date.now() < until) {
    for (const secret of demoSecrets) {
      try {
        const { origins, readNs } = await sign(parts, secret, readsPerCall);
        stretch.tally.add(secret.name, origins, readNs);
      } catch {
        parts.signal.throwIfAborted();
        if (!parts.server.isOpen()) throw serverEnded();
        stretch.tally.addError(secret.name);
      }
    }
    statusOf(parts);
    parts.onReads();
    await delay(pauseMs, undefined, { signal: parts.signal });
  }
}

/** Asks the running server until its answer shows the change. */
async function noticed(
  parts: ScenarioParts,
  startedAt: number,
  shows: (signing: Signing) => boolean,
  secret: DemoSecret = secretOf(rotatedName),
): Promise<Notice> {
  let noticedAt: number | null = null;
  await poll(parts, async () => {
    if (!shows(await sign(parts, secret, settledReads))) return false;
    noticedAt = Date.now();
    return true;
  });
  return { totalMs: noticedAt === null ? null : noticedAt - startedAt, sinceBrokerMs: null };
}

async function poll(parts: ScenarioParts, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + noticeDeadlineMs;
  while (!(await condition()) && Date.now() < deadline) {
    parts.onReads();
    await delay(pollMs, undefined, { signal: parts.signal });
  }
}

async function sign(parts: ScenarioParts, secret: DemoSecret, times: number): Promise<Signing> {
  parts.signal.throwIfAborted();
  const signing = await parts.server.sign(secret, times);
  parts.facts.serverPids.add(signing.serverPid);
  return signing;
}

function serverEnded(): RouterError {
  return new RouterError("DEMO_FAILED", "The MCP server ended in the middle.", "Run the demo again.");
}

function statusOf({ facts, directories }: ScenarioParts): SessionStatus | undefined {
  facts.status = readStatus(directories) ?? facts.status;
  return facts.status;
}

function versionsOf(status: SessionStatus | undefined): ReadonlyMap<string, string | null> {
  return new Map(status?.names.map(({ name, version }) => [name, version]) ?? []);
}

function secretOf(name: string): DemoSecret {
  return demoSecrets.find((each) => each.name === name) ?? demoSecrets[0];
}

function isFromVault({ origins }: Signing): boolean {
  return origins.vault > 0;
}

function isWhollyFromVault({ origins }: Signing): boolean {
  return origins.environment === 0 && origins.vault > 0;
}

function isFromEnvironment({ origins }: Signing): boolean {
  return origins.vault === 0 && origins.environment > 0;
}

function noticeText({ totalMs, sinceBrokerMs }: Notice): string {
  if (totalMs === null) return "the running server never noticed";
  const since = sinceBrokerMs === null ? "" : `, ${sinceBrokerMs} ms after the broker`;
  return `noticed after ${totalMs} ms${since}`;
}
