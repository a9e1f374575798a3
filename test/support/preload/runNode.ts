import { spawn } from "node:child_process";

export interface RunResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** Runs one program to its end; kills it at the deadline, so that a hang fails the test instead of stopping it. */
export async function runNode(
  node: string,
  args: readonly string[],
  options: {
    readonly env: Record<string, string>;
    readonly cwd?: string;
    readonly timeoutMs?: number;
    readonly input?: string;
  },
): Promise<RunResult> {
  const start = performance.now();
  const child = spawn(node, args, {
    env: options.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    timeout: options.timeoutMs ?? 20_000,
    killSignal: "SIGKILL",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code, signal, stdout, stderr, durationMs: performance.now() - start }),
    );
  });
}
