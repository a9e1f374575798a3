import { join } from "node:path";
import { writeTransientFile } from "../platform/privateFile";
import type { Clock } from "./clock";
import type { Session } from "./sessionDirectory";
import { type SessionStatus, statusFileName } from "./sessionStatus";

const throttleMs = 200;

/** Keeps `status.json` current without writing it for every event. */
export class StatusWriter {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #status: () => SessionStatus;
  #cancel: (() => void) | undefined;

  constructor(session: Session, clock: Clock, status: () => SessionStatus) {
    this.#path = join(session.directory, statusFileName);
    this.#clock = clock;
    this.#status = status;
  }

  writeSoon(): void {
    this.#cancel ??= this.#clock.after(throttleMs, () => this.writeNow());
  }

  /** For what somebody waits for. Never throws: the status is a report, and the next one may fit the disk again. */
  writeNow(): void {
    this.close();
    try {
      writeTransientFile(this.#path, JSON.stringify(this.#status()));
    } catch {
      this.writeSoon();
    }
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
