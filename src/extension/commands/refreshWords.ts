import type { SessionRefresh } from "../../broker/requestRefresh";
import { counted } from "../../core/text/counted";

export interface RefreshFacts {
  /** The one secret that was asked for; undefined for all. */
  readonly name: string | undefined;
  readonly results: readonly SessionRefresh[];
  readonly isKilled: boolean;
  /** The vault has answered that it has no such secret. */
  readonly isMissing: boolean;
}

/** What came of a refresh, in one line. */
export function refreshWords({ name, results, isKilled, isMissing }: RefreshFacts): string {
  if (isKilled) return "The kill switch is thrown, so nothing was read";
  if (results.length === 0) return "No session runs now, so there is nothing to read again";
  const answered = results.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const sum = (count: "refreshed" | "changed" | "failed"): number =>
    answered.reduce((total, result) => total + result[count], 0);
  const counts = { refreshed: sum("refreshed"), changed: sum("changed"), failed: sum("failed") };
  const silent = results.length - answered.length;
  if (counts.refreshed + counts.failed === 0 && silent > 0)
    return `${counted(silent, "session")} did not answer; what runs there follows when it can`;
  const said = name === undefined ? ofAll(counts, answered.length) : ofOne(name, counts, isMissing);
  return silent === 0 ? said : `${said}; ${counted(silent, "session")} did not answer`;
}

interface Counts {
  readonly refreshed: number;
  readonly changed: number;
  readonly failed: number;
}

function ofOne(name: string, { refreshed, changed, failed }: Counts, isMissing: boolean): string {
  if (refreshed + failed === 0) return `No session routes ${name} at the moment`;
  if (refreshed === 0) return `${name} could not be read: its row says why`;
  if (failed > 0) return `Read ${name} again in ${refreshed} of ${counted(refreshed + failed, "session")}`;
  if (isMissing) return `${name} is missing in the vault`;
  return `Read ${name} again: it has ${changed > 0 ? "" : "not "}changed`;
}

function ofAll({ refreshed, changed, failed }: Counts, sessions: number): string {
  if (refreshed + failed === 0) return "No session routes a secret at the moment";
  if (refreshed === 0) return `${counted(failed, "secret")} could not be read: the view says why`;
  const wrong = failed === 0 ? "" : `, ${failed} could not be read`;
  const place = sessions === 1 ? "" : ` in ${sessions} sessions`;
  return `Refreshed ${counted(refreshed, "secret")}${place}: ${changed === 0 ? "none" : changed} changed${wrong}`;
}
