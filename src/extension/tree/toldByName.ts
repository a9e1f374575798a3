import type { NameStatus } from "../../broker/sessionStatus";
import type { Comparison } from "../../contract/events";
import { modeWords } from "../modeWords";
import type { RunningSession } from "./readTreeFacts";
import type { ProgramFacts } from "./treeFacts";

/** What all sessions together tell of one name. */
export interface ToldOfName {
  /** Of the session that has fetched it last; undefined where none has begun to. */
  newest: NameStatus | undefined;
  /** The newest of them all: one from before a rotation would hide what is true now. */
  comparison: Comparison | null;
  comparedAt: number | null;
  /**
   * A program has found a copy in its environment, wherever it came from: it has compared the two, or it was served from
   * there. What it has set itself says nothing of what it was given.
   */
  hasCopy: boolean;
  /** A program has found none. */
  lacksCopy: boolean;
  isWritten: boolean;
  fromVault: number;
  fromEnvironment: number;
  fromNowhere: number;
  lastReadAt: number | null;
  readonly readers: ProgramFacts[];
  /** How many sessions have it. */
  sessions: number;
  /** What those of them are called that are killed. */
  readonly killedIn: string[];
  /** In which the others run. */
  readonly modes: Set<string>;
}

/** In one pass and with one object for each name: many sessions that know many names are looked at twice a second. */
export function toldByName(running: readonly RunningSession[]): ReadonlyMap<string, ToldOfName> {
  const told = new Map<string, ToldOfName>();
  for (const each of running) {
    const mode = modeWords(each.status.mode, each.status.canary);
    for (const name of each.status.names) {
      if (name.provider !== null) add(told, name, each, mode);
    }
  }
  return told;
}

function add(told: Map<string, ToldOfName>, status: NameStatus, of: RunningSession, mode: string): void {
  const { name, hits, comparison, comparedAt, lastReadAt } = status;
  let sum = told.get(name);
  if (sum === undefined) {
    sum = {
      newest: undefined,
      comparison: null,
      comparedAt: null,
      hasCopy: false,
      lacksCopy: false,
      isWritten: false,
      fromVault: 0,
      fromEnvironment: 0,
      fromNowhere: 0,
      lastReadAt: null,
      readers: [],
      sessions: 0,
      killedIn: [],
      modes: new Set(),
    };
    told.set(name, sum);
  }
  const isNewer = sum.newest === undefined || (status.fetchedAt ?? 0) > (sum.newest.fetchedAt ?? 0);
  if (isNewer && isBegun(status, of)) sum.newest = status;
  if (comparedAt !== null && comparedAt >= (sum.comparedAt ?? 0)) {
    sum.comparison = comparison;
    sum.comparedAt = comparedAt;
  }
  sum.sessions++;
  if (of.status.killed === null) sum.modes.add(mode);
  else sum.killedIn.push(of.session.label);
  sum.hasCopy ||= comparison === "match" || comparison === "mismatch" || (hits.env > 0 && !status.written);
  sum.lacksCopy ||= comparison === "missing_in_environment" || (hits.none > 0 && isGivenCopies(of));
  sum.isWritten ||= status.written;
  sum.fromVault += hits.vault;
  sum.fromEnvironment += hits.env;
  sum.fromNowhere += hits.none;
  if (lastReadAt !== null && lastReadAt > (sum.lastReadAt ?? 0)) sum.lastReadAt = lastReadAt;
  for (const pid of status.readers) {
    const reader = of.programs.find((program) => program.pid === pid);
    if (reader !== undefined) sum.readers.push(reader);
  }
}

/** In mode off nothing is fetched, in terminals nothing before a program has read it: both may stand as pending for ever. */
function isBegun({ state, readers }: NameStatus, { session, status }: RunningSession): boolean {
  if (state !== "pending") return true;
  return status.mode !== "off" && (session.kind !== "terminals" || readers.length > 0);
}

/** Where the environment is withheld from reads that the vault cannot answer, nobody learns what is in it. */
function isGivenCopies({ session }: RunningSession): boolean {
  const { onMissing, onError } = session.project.configuration;
  return onMissing === "env" && onError === "env";
}
