type Fs = typeof import("fs");

/** The file functions, taken before the program can replace them. */
export interface Files {
  readonly closeSync: Fs["closeSync"];
  readonly fstatSync: Fs["fstatSync"];
  readonly lstatSync: Fs["lstatSync"];
  readonly openSync: Fs["openSync"];
  readonly readSync: Fs["readSync"];
  readonly writeSync: Fs["writeSync"];
  /** No-follow and non-blocking: a symbolic link is refused, and opening a FIFO does not hang. Windows has neither. */
  readonly readFlags: number;
  readonly appendFlags: number;
}

// Before Node 20 the first `require("fs")` of a process loads the promise API and all streams, 4 ms that most programs
// pay anyway, but not all; there the functions are taken at the first routed read.
const firstCheapMajor = 20;

let taken: Files | undefined = parseInt(process.versions.node, 10) >= firstCheapMajor ? take() : undefined;

export function files(): Files {
  if (taken === undefined) taken = take();
  return taken;
}

function take(): Files {
  const { closeSync, constants, fstatSync, lstatSync, openSync, readSync, writeSync } = require("fs") as Fs;
  const safely = (constants.O_NOFOLLOW || 0) | (constants.O_NONBLOCK || 0);
  return {
    closeSync,
    fstatSync,
    lstatSync,
    openSync,
    readSync,
    writeSync,
    readFlags: constants.O_RDONLY | safely,
    appendFlags: constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | safely,
  };
}
