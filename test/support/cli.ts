import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The built bundles: those of `npm run build`, unless a build of one's own is named. */
export const distDirectory = resolve(
  process.env["SECRET_ROUTER_DIST"] ?? join(import.meta.dirname, "..", "..", "dist"),
);
export const cliPath = join(distDirectory, "cli.js");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; without it, standard input is empty. */
  readonly input?: string | Buffer;
  readonly timeoutMs?: number;
}

/** One throw-away user: a home that holds all that Secret Router keeps, and a project folder in it. */
export interface CliHome {
  readonly home: string;
  /** `SECRET_ROUTER_HOME`, with config, data, state and run below it. */
  readonly own: string;
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** Runs and fails unless the exit code is 0. */
  succeed(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  remove(): void;
}

export function makeCliHome(): CliHome {
  if (!existsSync(cliPath)) throw new Error(`There is no ${cliPath}. Run npm run build first.`);
  const home = realpathSync(mkdtempSync(join(tmpdir(), "secret-router-cli-")));
  const own = join(home, "own");
  const project = join(home, "project");
  mkdirSync(join(project, ".git"), { recursive: true });
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, SECRET_ROUTER_HOME: own, TZ: "UTC" };
  const run = (args: readonly string[], options: CliOptions = {}) =>
    runCli(args, { cwd: project, ...options, env: { ...env, ...options.env } });
  return {
    home,
    own,
    project,
    env,
    run,
    async succeed(args, options) {
      const result = await run(args, options);
      if (result.code === 0) return result;
      throw new Error(`${args.join(" ")} ended with ${result.code}: ${result.stdout}${result.stderr}`);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Runs the built command line as a real process with exactly this environment. */
export function runCli(
  args: readonly string[],
  options: CliOptions & { readonly env: Readonly<Record<string, string>> },
): Promise<CliResult> {
  const { cwd, env, input, timeoutMs = 60_000 } = options;
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [cliPath, ...args], { cwd, env, stdio: "pipe" });
    const outputs = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      outputs.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      outputs.stderr += text;
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`${args.join(" ")} hung: ${outputs.stdout}${outputs.stderr}`));
    }, timeoutMs);
    child.once("error", fail);
    child.once("close", (code) => {
      clearTimeout(timer);
      settle({ code, ...outputs });
    });
    // A command that does not read its input may end before it is written.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
  });
}
