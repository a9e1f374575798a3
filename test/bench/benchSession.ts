import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createDemoHome, type DemoHome } from "../../src/cli/demo/demoHome";
import { SecretValue } from "../../src/core/secretValue";
import { type Directories, directoriesOf } from "../../src/platform/directories";
import { createLocalProvider } from "../../src/providers/local/localProvider";

/** A throw-away home with routed programs in it. */
export interface BenchHome {
  readonly home: DemoHome;
  readonly directories: Directories;
  store(name: string, value: string): Promise<void>;
  /** Starts `exec` with a Node program from `programs`, and hands over what it prints, line by line. */
  start(options: StartOptions): RoutedProgram;
  /** Ends what still runs and removes the home. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly mode: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly onLine: (line: Record<string, unknown>) => void;
}

export interface RoutedProgram {
  /** The exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly standardError: () => string;
}

export function createBenchHome(distribution: string, root: string): BenchHome {
  const home = createDemoHome(process.env);
  const directories = directoriesOf(home.environment);
  const provider = createLocalProvider({ directories });
  const running: { child: ChildProcess; ended: Promise<unknown> }[] = [];
  return {
    home,
    directories,
    async store(name, value) {
      const signal = AbortSignal.timeout(10_000);
      await provider.store?.({ provider: "local", path: name }, new SecretValue(value), signal);
    },
    start({ mode, program, args, environment, onLine }) {
      const child = spawn(
        process.execPath,
        [
          join(distribution, "cli.js"),
          ...["exec", "--mode", mode, "--", process.execPath],
          join(root, "test", "bench", "programs", program),
          ...args,
        ],
        {
          cwd: home.project,
          env: { ...home.environment, ...environment },
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      let standardError = "";
      child.stderr.on("data", (chunk: Buffer) => {
        standardError += chunk.toString("utf8");
      });
      createInterface({ input: child.stdout }).on("line", (line) => onLine(JSON.parse(line)));
      const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
      running.push({ child, ended });
      return { ended, standardError: () => standardError };
    },
    async close() {
      for (const { child } of running) child.kill("SIGTERM");
      await Promise.all(running.map(({ ended }) => ended));
      await provider.close();
      home.remove();
    },
  };
}

export function madeUp(prefix: string): string {
  return `${prefix}-${randomBytes(16).toString("hex")}`;
}

export function signatureOf(key: string, challenge: string): string {
  return createHmac("sha256", key).update(challenge).digest("hex");
}
