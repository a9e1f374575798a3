import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type RunResult, runNode } from "../preload/runNode";

const root = resolve(import.meta.dirname, "../../..");
export const cliPath = join(root, "dist", "cli.js");
export const programsDirectory = join(root, "test", "fixtures", "programs");

/** A home of its own with a project folder in it, for `exec` as a real process. */
export interface ExecHome {
  readonly home: string;
  readonly project: string;
  readonly env: Record<string, string>;
  /** Stores secrets through the command line. */
  store(secrets: Readonly<Record<string, string>>): Promise<void>;
  configure(configuration: object | string): void;
  run(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  start(
    args: readonly string[],
    options?: RunOptions & { readonly stdio?: SpawnOptions["stdio"] },
  ): ChildProcess;
  remove(): void;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly input?: string;
  readonly timeoutMs?: number;
}

export function makeExecHome(): ExecHome {
  const home = mkdtempSync(join(tmpdir(), "secret-router-exec-"));
  const project = join(home, "project");
  mkdirSync(project);
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    TMPDIR: home,
    SECRET_ROUTER_HOME: join(home, "router"),
  };
  const run: ExecHome["run"] = (args, options = {}) =>
    runNode(options.node ?? process.execPath, [cliPath, ...args], {
      cwd: project,
      env: { ...env, ...options.env },
      timeoutMs: options.timeoutMs ?? 30_000,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  return {
    home,
    project,
    env,
    run,
    start: (args, options = {}) =>
      spawn(options.node ?? process.execPath, [cliPath, ...args], {
        cwd: project,
        env: { ...env, ...options.env },
        stdio: options.stdio ?? "pipe",
      }),
    store: async (secrets) => {
      for (const [name, value] of Object.entries(secrets)) {
        const { code, stderr } = await run(["set", name], { input: value });
        if (code !== 0) throw new Error(`set ${name} failed: ${stderr}`);
      }
    },
    configure: (configuration) =>
      writeFileSync(
        join(project, "secret-router.json"),
        typeof configuration === "string" ? configuration : JSON.stringify(configuration),
      ),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
