import type { StartEvent } from "../contract/events";
import { pid } from "./builtins";

const maxProgramLength = 1024;
const evalFlags = ["-e", "--eval", "-p", "--print", "-pe"];

/** Says who this process is: the script or the executable, never an argument, which may be a secret. */
export function startEvent(): Omit<StartEvent, "at"> {
  return { t: "start", pid, ppid: process.ppid, program: programName(), node: process.versions.node };
}

function programName(): string {
  const script = process.argv[1];
  const name = script !== undefined && isScriptPath(script) ? script : process.execPath;
  return name.slice(0, maxProgramLength);
}

// After `-e` and with a program on standard input, the second word is already the program's first argument.
function isScriptPath(word: string): boolean {
  if (process.execArgv.some((flag) => evalFlags.indexOf(flag.split("=")[0] as string) !== -1)) return false;
  return word.startsWith("/") || /^([A-Za-z]:)?[\\/]/.test(word);
}
