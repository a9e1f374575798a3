import { readdirSync, readFileSync } from "node:fs";
import type { Capability } from "../capabilities";
import type { LeakHunt } from "./leakHunt";

export const processList: Capability = {
  name: "the arguments of all processes",
  path: process.platform === "linux" ? "/proc" : undefined,
  howToGet: "Run the tests on Linux.",
};

const intervalMs = 20;

/** Looks at the arguments of every process that starts meanwhile, as any other user of the machine could. */
export function watchArguments(hunt: LeakHunt): () => void {
  if (processList.path === undefined) return () => undefined;
  const before = new Set(processIds());
  const seen = new Set<string>();
  const look = () => {
    for (const pid of processIds()) {
      if (before.has(pid)) continue;
      const line = argumentsOf(pid);
      if (line === "" || seen.has(line)) continue;
      seen.add(line);
      hunt.searchText(`arguments of a process`, line);
    }
  };
  const timer = setInterval(look, intervalMs);
  return () => {
    look();
    clearInterval(timer);
  };
}

function processIds(): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function argumentsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
