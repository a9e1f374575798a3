import { type FSWatcher, readdirSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { eventFilePattern, type ProcessEvent } from "../contract/events";
import { isProcessAlive } from "../platform/processes";
import type { Clock } from "./clock";
import { EventTail } from "./eventTail";

export interface EventReaderOptions {
  readonly directory: string;
  readonly clock: Clock;
  /** @param pid from the file's name. */
  readonly onEvent: (pid: number, event: ProcessEvent) => void;
}

interface EventFile {
  readonly pid: number;
  readonly tail: EventTail;
  hasEnded: boolean;
  /** Epoch milliseconds of when something new was last found in it. */
  grownAt: number;
}

// Watching tells at once; looking too is for file systems that do not tell, and for events that the kernel dropped.
const watchedSweepMs = 200;
const unwatchedSweepMs = 50;
const cleaningMs = 10_000;
// A process that cannot be seen from here, in a container of its own, reports more often than that while it reads.
const silentLifetimeMs = 10 * 60_000;
/** More processes than this in one session at a time are not listened to. */
export const maxEventFiles = 4_096;

/** Reads the event files of a session's processes as they grow. */
export class EventReader {
  readonly #options: EventReaderOptions;
  readonly #files = new Map<string, EventFile>();
  #watcher: FSWatcher | undefined;
  #cancelSweep: () => void = () => undefined;
  #cancelCleaning: () => void = () => undefined;

  constructor(options: EventReaderOptions) {
    this.#options = options;
  }

  start(): void {
    try {
      this.#watcher = watch(this.#options.directory, { persistent: false }, (_event, name) => {
        if (name !== null) this.#read(name);
      });
      this.#watcher.on("error", () => this.#stopWatching());
    } catch {
      // Out of watches, or a file system without them: looking has to do.
    }
    this.#sweepLater();
    this.#cleanLater();
  }

  /** Reads all that is there now. */
  sweep(): void {
    try {
      for (const name of readdirSync(this.#options.directory)) this.#read(name);
    } catch {
      // The directory is gone: nobody can report any more.
    }
  }

  close(): void {
    this.#stopWatching();
    this.#cancelSweep();
    this.#cancelCleaning();
  }

  #read(name: string): void {
    const file = this.#fileOf(name);
    if (file === undefined) return;
    for (const event of file.tail.read()) {
      file.grownAt = this.#options.clock.now();
      if (event.t === "end") file.hasEnded = true;
      this.#options.onEvent(file.pid, event);
    }
  }

  #fileOf(name: string): EventFile | undefined {
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const pid = Number(eventFilePattern.exec(name)?.[1] ?? 0);
    if (pid === 0 || this.#files.size >= maxEventFiles) return undefined;
    const file: EventFile = {
      pid,
      tail: new EventTail(join(this.#options.directory, name)),
      hasEnded: false,
      grownAt: this.#options.clock.now(),
    };
    this.#files.set(name, file);
    return file;
  }

  #sweepLater(): void {
    const delayMs = this.#watcher === undefined ? unwatchedSweepMs : watchedSweepMs;
    this.#cancelSweep = this.#options.clock.after(delayMs, () => {
      this.sweep();
      this.#sweepLater();
    });
  }

  /** A session may live for weeks: what ended processes reported has been counted and can go. */
  #cleanLater(): void {
    this.#cancelCleaning = this.#options.clock.after(cleaningMs, () => {
      for (const [name, file] of this.#files) {
        if (this.#isOver(file)) this.#remove(name);
      }
      this.#cleanLater();
    });
  }

  /** A process that was killed never said that it ended. */
  #isOver({ pid, hasEnded, grownAt }: EventFile): boolean {
    if (isProcessAlive(pid)) return false;
    return hasEnded || this.#options.clock.now() - grownAt > silentLifetimeMs;
  }

  #remove(name: string): void {
    this.#read(name);
    this.#files.delete(name);
    try {
      rmSync(join(this.#options.directory, name), { force: true });
    } catch {
      // It goes with the session at the latest.
    }
  }

  #stopWatching(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
