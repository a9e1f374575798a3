import { type FSWatcher, statSync, watch } from "node:fs";
import type { Directories } from "../platform/directories";
import type { Clock } from "./clock";
import { type Control, controlFileName, controlPath, readControl, tryReadControl } from "./control";

export interface ControlWatcherOptions {
  readonly directories: Directories;
  readonly clock: Clock;
  readonly onChange: (control: Control) => void;
}

const lookMs = 200;

/** Tells of every change of the user's control file, which is replaced and never rewritten. */
export class ControlWatcher {
  readonly #options: ControlWatcherOptions;
  #fingerprint: string;
  #control: Control;
  #watcher: FSWatcher | undefined;
  #cancelLook: () => void = () => undefined;

  constructor(options: ControlWatcherOptions) {
    this.#options = options;
    // Taken before reading: a change in between is then seen as one.
    this.#fingerprint = this.#look();
    this.#control = readControl(options.directories);
  }

  get control(): Control {
    return this.#control;
  }

  start(): void {
    try {
      this.#watcher = watch(this.#options.directories.state, { persistent: false }, (_event, name) => {
        if (name === null || name === controlFileName) this.check();
      });
      this.#watcher.on("error", () => this.#watcher?.close());
    } catch {
      // Looking has to do.
    }
    this.#lookLater();
  }

  /** Looks now: for whoever is about to act on what the file said before. */
  check(): void {
    const fingerprint = this.#look();
    if (fingerprint === this.#fingerprint) return;
    const control = tryReadControl(this.#options.directories);
    // A file that cannot be read changes nothing: what was in force stays, and the next look tries again.
    if (control === undefined) return;
    this.#fingerprint = fingerprint;
    this.#control = control;
    this.#options.onChange(this.#control);
  }

  close(): void {
    this.#watcher?.close();
    this.#cancelLook();
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookMs, () => {
      this.check();
      this.#lookLater();
    });
  }

  #look(): string {
    try {
      const { ino, mtimeMs, size } = statSync(controlPath(this.#options.directories));
      return `${ino} ${mtimeMs} ${size}`;
    } catch {
      return "";
    }
  }
}
