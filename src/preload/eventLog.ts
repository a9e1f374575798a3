import { maxEventLineBytes, type ProcessEvent } from "../contract/events";
import { eventsDirectoryName } from "../contract/lease";
import { assign, bare, hrtime, now, pid, stringify } from "./builtins";
import { files } from "./files";
import { startEvent } from "./startEvent";

/** Leaves out the time, which the log adds. */
export type NewEvent = ProcessEvent extends infer Event
  ? Event extends ProcessEvent
    ? Omit<Event, "at">
    : never
  : never;

/** This thread's event file. Opened for each flush: a handle that stays open would outlive a close-all of the program. */
export interface EventLog {
  add(event: NewEvent): void;
  flush(): void;
  /** Says once more who this process is, to a broker that has not heard it. */
  introduce(): void;
}

const maxFileBytes = 8 * 1024 * 1024;
const maxQueuedLines = 1024;
const ownerOnly = 0o600;

export function createEventLog(directory: string): EventLog {
  // Threads share the process id; microseconds keep their files apart.
  const microseconds = now() * 1000 + ((((hrtime()[1] as number) / 1000) | 0) % 1000);
  const path = `${directory}/${eventsDirectoryName}/${pid}-${microseconds}.jsonl`;
  let queue = "";
  let queuedLines = 0;
  let writtenBytes = 0;
  let isStarted = false;
  let isTorn = false;

  function add(event: NewEvent): void {
    if (!isStarted) {
      isStarted = true;
      enqueue(startEvent());
    }
    enqueue(event);
  }

  function enqueue(event: NewEvent): void {
    if (queuedLines >= maxQueuedLines) return;
    // Without prototype, so that no `toJSON` that the program hung on Object.prototype is called.
    const line = stringify(assign(bare(), { at: now() }, event));
    if (line.length > maxEventLineBytes) return;
    queuedLines++;
    queue += `${line}\n`;
  }

  function flush(): void {
    if (queue === "") return;
    // After a write that a full disk cut short, the newline ends the torn line, which the reader then drops.
    const text = isTorn ? `\n${queue}` : queue;
    queue = "";
    queuedLines = 0;
    if (writtenBytes + text.length > maxFileBytes) return;
    writtenBytes += text.length;
    isTorn = !append(path, text);
  }

  function introduce(): void {
    if (isStarted) enqueue(startEvent());
  }

  return { add, flush, introduce };
}

function append(path: string, text: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = files().openSync(path, files().appendFlags, ownerOnly);
    if (!files().fstatSync(descriptor).isFile()) return true;
    return files().writeSync(descriptor, text) >= text.length;
  } catch {
    // No folder, no room, no permission: the broker learns less, the program runs on.
    return false;
  } finally {
    if (descriptor !== undefined) files().closeSync(descriptor);
  }
}
