type Fs = typeof import("fs");

/**
 * Whether the main script is Secret Router's own command line, started from within a session. It hands its environment
 * on to the program it runs: served values in there would pass for the user's own.
 */
export function isOwnCommandLine(script: string | undefined): boolean {
  if (script === undefined || !/[\\/](secret-router|cli\.js)$/.test(script)) return false;
  try {
    // Required here, because few scripts get this far and before Node 20 the first `require("fs")` is dear.
    const { existsSync, realpathSync } = require("fs") as Fs;
    const entry = realpathSync(script);
    return /[\\/]cli\.js$/.test(entry) && existsSync(`${entry.slice(0, -"cli.js".length)}preload.cjs`);
  } catch {
    return false;
  }
}
