import type { DemoFacts, Notice } from "./demoFacts";
import { demoSecrets, staleName } from "./demoSecrets";

export interface DemoPromise {
  readonly id: string;
  readonly text: string;
  readonly held: boolean;
  /** What was measured. */
  readonly figure: string;
}

export const canaryPercent = 25;
const canaryTolerance = 2;
/** Below this the share of a few reads says nothing about the canary. */
const enoughReads = 200;
const noticeLimitMs = 300;

/** Judges what was seen. A thing that was not seen is a broken promise, never a held one. */
export function promisesOf(facts: DemoFacts): readonly DemoPromise[] {
  return [
    servedOnlyEnvironment(facts),
    comparedSilently(facts),
    servedCanary(facts),
    servedVault(facts),
    stayedUp(facts),
    reached("rotation", "A rotated secret reached the running server", facts.rotation, "sinceBrokerMs"),
    reached("kill", "The kill switch brought back its environment", facts.kill, "totalMs"),
    reached("resume", "Lifting it brought back the vault", facts.resume, "totalMs"),
    noErrors(facts),
    noLeak(facts),
    auditVerifies(facts),
    cleanOutput(facts),
  ];
}

function servedOnlyEnvironment(facts: DemoFacts): DemoPromise {
  const { reads = 0, environment = 0 } = facts.find("shadow")?.tally.figures() ?? {};
  return {
    id: "shadow_serves_environment",
    text: "Shadow served the environment only",
    held: reads > 0 && environment === reads,
    figure: `${environment} of ${reads} reads`,
  };
}

function comparedSilently(facts: DemoFacts): DemoPromise {
  const seen = [...facts.comparisons];
  const count = (result: string) => seen.filter(([, each]) => each === result).length;
  return {
    id: "shadow_compares",
    text: "Shadow found the one copy that is out of date",
    held: facts.comparisons.get(staleName) === "mismatch" && count("match") === demoSecrets.length - 1,
    figure: `${count("match")} match, ${count("mismatch")} mismatch`,
  };
}

function servedCanary(facts: DemoFacts): DemoPromise {
  const { reads = 0, neither = 0, vaultPercent = null } = facts.find("dual")?.tally.figures() ?? {};
  const share = vaultPercent ?? 0;
  return {
    id: "dual_keeps_canary",
    text: `Dual served ${canaryPercent} % from the vault`,
    held: reads >= enoughReads && neither === 0 && Math.abs(share - canaryPercent) <= canaryTolerance,
    figure: `${share.toFixed(1)} % of ${reads} reads`,
  };
}

function servedVault(facts: DemoFacts): DemoPromise {
  const { reads = 0, vault = 0 } = facts.find("vault")?.tally.figures() ?? {};
  return {
    id: "vault_serves_vault",
    text: "Vault served everything from the vault",
    held: reads > 0 && vault === reads,
    figure: `${vault} of ${reads} reads`,
  };
}

function stayedUp(facts: DemoFacts): DemoPromise {
  const times = facts.modeNotices.map(({ totalMs }) => totalMs);
  const noticed = times.filter((time) => time !== null);
  const isWhole = facts.brokenOff === undefined;
  return {
    id: "no_restart",
    text: "Each change of mode reached it without a restart",
    held: isWhole && facts.serverPids.size === 1 && times.length === 2 && noticed.length === 2,
    figure: isWhole
      ? times.map((time) => (time === null ? "never" : `${time} ms`)).join(" and ")
      : (facts.brokenOff ?? ""),
  };
}

function reached(
  id: string,
  text: string,
  notice: Notice | undefined,
  measure: "totalMs" | "sinceBrokerMs",
): DemoPromise {
  const time = notice?.[measure] ?? null;
  return {
    id,
    text,
    held: time !== null && time <= noticeLimitMs,
    figure: time === null ? "not seen" : `${Math.round(time)} ms, at most ${noticeLimitMs}`,
  };
}

function noErrors(facts: DemoFacts): DemoPromise {
  const inServer = facts.stretches.reduce((sum, { tally }) => sum + tally.figures().errors, 0);
  const neither = facts.stretches.reduce((sum, { tally }) => sum + tally.figures().neither, 0);
  const inBroker = facts.status?.errors.total;
  return {
    id: "no_errors",
    text: "No call failed and no read gave a wrong value",
    held: inServer === 0 && neither === 0 && inBroker === 0,
    figure: inBroker === undefined ? "not seen" : `${inServer + inBroker} errors, ${neither} wrong`,
  };
}

function noLeak({ leaks, standardErrorLeaked }: DemoFacts): DemoPromise {
  const found = [...(leaks?.leaks ?? []), ...(standardErrorLeaked ? ["standard error"] : [])];
  return {
    id: "no_leak",
    text: "No value in any file: leases, events, logs, store",
    held: leaks !== undefined && leaks.files > 0 && found.length === 0,
    figure: leaks === undefined ? "not searched" : found.join(", ") || `${leaks.files} files searched`,
  };
}

function auditVerifies({ audit }: DemoFacts): DemoPromise {
  return {
    id: "audit_verifies",
    text: "The audit log's chain of hashes is whole",
    held: audit !== undefined && audit.problem === undefined && audit.lines > 0,
    figure: audit === undefined ? "not checked" : (audit.problem ?? `${audit.lines} lines`),
  };
}

function cleanOutput({ strayLines }: DemoFacts): DemoPromise {
  return {
    id: "clean_output",
    text: "Nothing but MCP messages on the server's output",
    held: strayLines === 0,
    figure: strayLines === undefined ? "not seen" : `${strayLines} other lines`,
  };
}
