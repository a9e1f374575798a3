import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "vitest";
import { cliPath, type ExecHome, makeExecHome } from "../exec/execHome";
import type { RunResult } from "../preload/runNode";
import { until } from "../until";
import { watchArguments } from "./argumentWatch";
import { LeakHunt } from "./leakHunt";

/** A home in which all that is printed, written or passed as an argument is searched for secrets. */
export interface LeakHome extends ExecHome {
  readonly hunt: LeakHunt;
  /** Runs a command line and searches what it prints; any exit code will do. */
  say(args: readonly string[], options?: SayOptions): Promise<RunResult>;
  /** Starts `exec` with a program that reads and prints no value, waits until it has read, and searches what it prints. */
  startProgram(options?: ProgramOptions): Promise<RunningProgram>;
  /** Searches every file and ends; fails when anything was found. */
  finish(options?: { readonly except?: readonly string[] }): void;
}

interface SayOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs?: number;
}

interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Ends its input and so itself; `sh` is the program that is not Node. */
  readonly program?: readonly string[];
}

export interface RunningProgram {
  readonly execPid: number;
  readonly childPid: number;
  /** What `exec` and the program have written to standard error. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Ends its standard input, waits for its end and searches what it wrote. */
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

// Reads everything that a program could read, and says only that it did; ends with 7 where APP_TOKEN is as EXPECTED.
const reader = `
  const read = () => Object.keys(process.env).map((name) => String(process.env[name])).join().length;
  setInterval(read, 50);
  setTimeout(() => process.stdout.write("ready " + process.pid + " " + (read() > 0) + "\\n"), 400);
  process.stdin.on("end", () => process.exit(process.env.APP_TOKEN === process.env.EXPECTED ? 7 : 8)).resume();`;

export const nodeProgram = ["node", "-e", reader] as const;
export const shellProgram = [
  "sh",
  "-c",
  'echo "ready $$ true"; read line; [ "$APP_TOKEN" = "$EXPECTED" ] && exit 7; exit 8',
] as const;

export function makeLeakHome(secrets: Readonly<Record<string, string>>): LeakHome {
  const at = makeExecHome();
  const hunt = new LeakHunt(secrets);
  const stopWatching = watchArguments(hunt);
  return {
    ...at,
    hunt,
    async say(args, options = {}) {
      const result = await at.run(args, { timeoutMs: 60_000, ...options });
      hunt.searchText(`output of ${args.join(" ").slice(0, 60)}`, result.stdout + result.stderr);
      return result;
    },
    async startProgram({ env = {}, flags = [], program = nodeProgram } = {}) {
      const child = spawn(process.execPath, [cliPath, "exec", ...flags, "--", ...program], {
        cwd: at.project,
        env: { ...at.env, ...env },
        stdio: "pipe",
      });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      const closed = once(child, "close");
      const [, pid] = await until(() => /^ready (\d+) true$/m.exec(stdout), {
        what: "the program",
        timeoutMs: 20_000,
      });
      return {
        execPid: Number(child.pid),
        childPid: Number(pid),
        stderr: () => stderr,
        kill: (signal) => child.kill(signal),
        async end() {
          child.stdin.end("\n");
          const [code] = await closed;
          hunt.searchText(`output of exec ${flags.join(" ")}`, stdout + stderr);
          return { code, stderr };
        },
      };
    },
    finish({ except = [] } = {}) {
      stopWatching();
      hunt.searchFolder(at.home, except);
      expect(hunt.leaks).toEqual([]);
      at.remove();
    },
  };
}
