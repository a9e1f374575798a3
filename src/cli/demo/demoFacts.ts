import type { SessionStatus } from "../../broker/sessionStatus";
import type { Comparison } from "../../contract/events";
import type { Mode } from "../../contract/mode";
import type { DemoName } from "./demoSecrets";
import type { LeakSearch } from "./leakSearch";
import { Tally } from "./tally";

/** One stretch of steady reading in one mode. What is read while a change is on its way belongs to none. */
export interface Stretch {
  readonly mode: Mode;
  readonly canary: number;
  readonly killed: boolean;
  readonly tally: Tally;
}

/** How long a change took to reach the running server, which was asked every few milliseconds. */
export interface Notice {
  /** From the change itself; null when the server never noticed. */
  readonly totalMs: number | null;
  /** From the moment in which the broker had it; null when that is not known. */
  readonly sinceBrokerMs: number | null;
}

export interface AuditCheck {
  readonly lines: number;
  /** What is wrong with the chain, or undefined. */
  readonly problem: string | undefined;
}

/** What the demo has seen so far. Filled by the scenario, drawn by the view, judged by the promises. */
export class DemoFacts {
  readonly place: string;
  readonly seconds: number;
  readonly stretches: Stretch[] = [];
  readonly serverPids = new Set<number>();
  readonly modeNotices: Notice[] = [];
  comparisons: ReadonlyMap<DemoName, Comparison | null> = new Map();
  rotation: Notice | undefined;
  kill: Notice | undefined;
  resume: Notice | undefined;
  status: SessionStatus | undefined;
  leaks: LeakSearch | undefined;
  /** Whether the server's or exec's standard error held a value. */
  standardErrorLeaked = false;
  audit: AuditCheck | undefined;
  strayLines: number | undefined;
  /** Why the scenario ended before its end. */
  brokenOff: string | undefined;

  constructor(place: string, seconds: number) {
    this.place = place;
    this.seconds = seconds;
  }

  get current(): Stretch | undefined {
    return this.stretches.at(-1);
  }

  /** The stretch of that kind: further reading in it is added to what is there. */
  enter(mode: Mode, canary: number, killed: boolean): Stretch {
    const index = this.stretches.findIndex((each) => each.mode === mode && each.killed === killed);
    const [known] = index === -1 ? [] : this.stretches.splice(index, 1);
    const stretch = known ?? { mode, canary, killed, tally: new Tally() };
    this.stretches.push(stretch);
    return stretch;
  }

  find(mode: Mode, killed = false): Stretch | undefined {
    return this.stretches.find((each) => each.mode === mode && each.killed === killed);
  }
}
