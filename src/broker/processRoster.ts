import type { ProcessEvent } from "../contract/events";
import { isProcessAlive } from "../platform/processes";
import type { ProcessStatus } from "./sessionStatus";

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type ProcessEntry = Writable<Omit<ProcessStatus, "hits">> & {
  readonly hits: Writable<ProcessStatus["hits"]>;
  /** Each thread reports for itself, under the process's id. */
  openThreads: number;
};

/** Of the processes that have ended, only the newest are still shown. */
const maxEnded = 50;
const maxListed = 500;

/** The processes of a session, by what they say of themselves. */
export class ProcessRoster {
  readonly #processes = new Map<number, ProcessEntry>();

  get(pid: number): ProcessStatus | undefined {
    return this.#processes.get(pid);
  }

  add(pid: number, event: ProcessEvent): void {
    const known = this.#entryOf(pid, event);
    switch (event.t) {
      case "start":
        known.ppid = event.ppid;
        known.program = event.program;
        known.node = event.node;
        known.startedAt = Math.min(known.startedAt ?? event.at, event.at);
        known.openThreads++;
        known.endedAt = null;
        break;
      case "reads":
        known.hits[event.source] += event.count;
        break;
      case "lease":
        known.generation = event.generation;
        known.killed = event.killed;
        break;
      case "error":
        known.errors++;
        known.off ||= event.off;
        break;
      case "end":
        known.openThreads--;
        if (known.openThreads > 0) break;
        known.endedAt = event.at;
        this.#forgetOldest();
        break;
      case "ask":
      case "compare":
        break;
      default:
        event satisfies never;
    }
  }

  list(): readonly ProcessStatus[] {
    return [...this.#processes.values()].map(({ openThreads: _, ...entry }) => ({
      ...entry,
      hits: { ...entry.hits },
    }));
  }

  /** An id that starts again after its end belongs to another process: the system has given it away anew. */
  #entryOf(pid: number, event: ProcessEvent): ProcessEntry {
    const known = this.#processes.get(pid);
    const isReused = known?.endedAt != null && event.t === "start" && event.at >= known.endedAt;
    if (known !== undefined && !isReused) return known;
    const entry: ProcessEntry = {
      pid,
      ppid: null,
      program: null,
      node: null,
      startedAt: null,
      endedAt: null,
      generation: 0,
      killed: false,
      off: false,
      hits: { vault: 0, env: 0, none: 0 },
      errors: 0,
      openThreads: 0,
    };
    this.#forgetDead();
    this.#processes.set(pid, entry);
    return entry;
  }

  /** Processes that were killed never said that they ended. */
  #forgetDead(): void {
    if (this.#processes.size < maxListed) return;
    for (const pid of this.#processes.keys()) {
      if (!isProcessAlive(pid)) this.#processes.delete(pid);
    }
  }

  #forgetOldest(): void {
    const ended = [...this.#processes.values()].filter((entry) => entry.endedAt !== null);
    for (const entry of ended.slice(0, Math.max(0, ended.length - maxEnded)))
      this.#processes.delete(entry.pid);
  }
}
