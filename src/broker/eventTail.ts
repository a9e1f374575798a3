import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { maxEventLineBytes, type ProcessEvent, parseProcessEvent } from "../contract/events";

const chunkBytes = 64 * 1024;
/** One process that writes more is out of order: nothing more of it is read. */
export const maxEventFileBytes = 16 * 1024 * 1024;
const newline = 0x0a;

/** Reads what is new in one process's event file. */
export class EventTail {
  readonly #path: string;
  #offset = 0;
  /** The beginning of a line that is not complete yet. */
  #rest = Buffer.alloc(0);
  #isSkipping = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Gives nothing for a file that is gone, or that is not a plain file of ours. Never throws. */
  read(): readonly ProcessEvent[] {
    let fd: number;
    try {
      fd = openSync(
        this.#path,
        constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
      );
    } catch {
      return [];
    }
    try {
      return this.#readFrom(fd);
    } catch {
      return [];
    } finally {
      closeSync(fd);
    }
  }

  #readFrom(fd: number): readonly ProcessEvent[] {
    const stats = fstatSync(fd);
    if (!stats.isFile() || (process.getuid !== undefined && stats.uid !== process.getuid())) return [];
    if (stats.size < this.#offset) this.#restart();
    const end = Math.min(stats.size, maxEventFileBytes);
    const events: ProcessEvent[] = [];
    const chunk = Buffer.alloc(Math.min(chunkBytes, Math.max(0, end - this.#offset)));
    while (this.#offset < end) {
      const length = readSync(fd, chunk, 0, Math.min(chunk.length, end - this.#offset), this.#offset);
      if (length === 0) break;
      this.#offset += length;
      this.#split(chunk.subarray(0, length), events);
    }
    return events;
  }

  #restart(): void {
    this.#offset = 0;
    this.#rest = Buffer.alloc(0);
    this.#isSkipping = false;
  }

  #split(chunk: Buffer, events: ProcessEvent[]): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#endLine(chunk.subarray(start, end), events);
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    if (this.#isSkipping || rest.length === 0) return;
    if (this.#rest.length + rest.length > maxEventLineBytes) {
      this.#rest = Buffer.alloc(0);
      this.#isSkipping = true;
      return;
    }
    this.#rest = Buffer.concat([this.#rest, rest]);
  }

  #endLine(part: Buffer, events: ProcessEvent[]): void {
    const line = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    const isWhole = !this.#isSkipping && line.length <= maxEventLineBytes;
    this.#rest = Buffer.alloc(0);
    this.#isSkipping = false;
    const event = isWhole ? parseProcessEvent(line.toString("utf8")) : undefined;
    if (event !== undefined) events.push(event);
  }
}
