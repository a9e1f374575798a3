import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { SessionStatus } from "../../../src/broker/sessionStatus";
import type { BrokerCommand, BrokerSetup } from "./brokerCommands";

export interface BrokerProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly directory: string;
  readonly id: string;
  readonly handle: string;
  /** Ids of the sessions that it cleaned away at its start. */
  readonly removed: readonly string[];
  tell(command: BrokerCommand): void;
  ask<T>(command: BrokerCommand): Promise<T>;
  status(): Promise<{ readonly status: SessionStatus; readonly calls: number }>;
  /** Ends it in good order and gives how long the broker took. */
  close(): Promise<number>;
}

/** Bundles the program once; a test file calls it before its tests. */
export async function bundleBrokerProgram(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), "secret-router-bundle-")), "broker.cjs");
  const entry = join(import.meta.dirname, "brokerProgram.ts");
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
  });
  return outfile;
}

export async function startBroker(program: string, home: string, setup: BrokerSetup): Promise<BrokerProcess> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"], HOME: home, SECRET_ROUTER_HOME: home },
    stdio: ["pipe", "inherit", "inherit", "pipe"],
  });
  const answers = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
  const tell = (command: BrokerCommand | BrokerSetup) => child.stdin?.write(`${JSON.stringify(command)}\n`);
  const next = async () => JSON.parse((await answers.next()).value);
  const ask = async (command: BrokerCommand) => {
    tell(command);
    return next();
  };
  tell(setup);
  const { directory, id, handle, removed } = await next();
  return {
    child,
    pid: child.pid ?? 0,
    directory,
    id,
    handle,
    removed,
    tell,
    ask,
    status: () => ask({ do: "status" }),
    close: async () => {
      const exited = once(child, "exit");
      const { closeMs } = await ask({ do: "close" });
      await exited;
      return closeMs;
    },
  };
}

export interface Reading {
  readonly status?: string;
  readonly value?: string;
  readonly waitedMs: number;
}

/** Reads one secret in a process of its own. */
export async function readInProcess(handle: string, name: string): Promise<Reading> {
  const reader = join(import.meta.dirname, "readerProgram.cjs");
  const { stdout } = await promisify(execFile)(process.execPath, [reader, name], {
    env: { PATH: process.env["PATH"], VSCODE_SECRET_ROUTER_SESSION: handle },
  });
  return JSON.parse(stdout);
}
