import { createHook } from "node:async_hooks";

/** Timers, watchers and handles that code of this bundle has opened and not closed since. */
export class OwnResources {
  readonly #open = new Map<number, string>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (!kinds.includes(type)) return;
      // The first frame is this function's.
      const [head = "", , ...frames] = (new Error(type).stack ?? "").split("\n");
      const isOfTest = frames.some((frame) => frame.includes("at until "));
      if (!isOfTest && frames.some((frame) => frame.includes("suite.cjs")))
        this.#open.set(id, [head, ...frames].join("\n"));
    },
    destroy: (id) => void this.#open.delete(id),
  });

  start(): void {
    this.#hook.enable();
  }

  get kinds(): readonly string[] {
    return [...this.#open.values()].map((stack) => /^Error: (\w+)/.exec(stack)?.[1] ?? "");
  }

  /** With the places where they were opened. */
  get stacks(): readonly string[] {
    return [...this.#open.values()];
  }

  stop(): void {
    this.#hook.disable();
  }
}

const kinds = [
  "Timeout",
  "Immediate",
  "FSEVENTWRAP",
  "STATWATCHER",
  "FILEHANDLE",
  "PIPEWRAP",
  "PROCESSWRAP",
  "TCPWRAP",
  "TCPSERVERWRAP",
  "TLSWRAP",
  "WORKER",
];
