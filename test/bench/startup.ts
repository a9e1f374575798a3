import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { nodeBinary, nodeMajors } from "../support/capabilities";
import { TestSession } from "../support/preload/testSession";
import { median } from "./median";

export interface StartupFigures {
  readonly node: string;
  /** Wall time over bare Node when the program reads no secret; the target is at most 1.04. */
  readonly idleRatio: number;
  /** The same for an empty file, which is what Node itself charges for `--require`. */
  readonly emptyRatio: number;
  /** Wall time over bare Node when it reads one secret from a lease and does nothing else; the target is at most 1.12. */
  readonly firstReadAloneRatio: number;
  /** The same for a program that then loads `https`, as one that calls an API does: bare Node loads crypto there too. */
  readonly firstReadRatio: number;
  /** Resident memory over bare Node when no secret is read, in MiB; the target is at most 0.6. */
  readonly idleMemoryMiB: number;
}

interface Run {
  readonly wallMs: number;
  readonly rssMiB: number;
}

const firstFullSpeedMajor = 18;
const turns = 40;
const mebibyte = 1024 * 1024;

// What the programs do besides is what any program does: it writes something. The figure goes through a pipe.
const idle = "process.stdout.write(String(process.memoryUsage().rss));";
const readingAlone = `if (process.env.OPENAI_API_KEY) ${idle}`;
// An API key is read to call an API, so bare and routed both load what that takes, crypto included.
const reading = `if (process.env.OPENAI_API_KEY) require("https"); ${idle}`;

/** Starts bare and routed processes in turns, so that a busy machine slows both alike. */
export async function measureStartup(
  preload = resolve("dist/preload.cjs"),
): Promise<readonly StartupFigures[]> {
  const figures: StartupFigures[] = [];
  for (const major of nodeMajors) {
    const { path } = nodeBinary(major);
    if (path !== undefined && major >= firstFullSpeedMajor) figures.push(measureNode(major, path, preload));
  }
  return figures;
}

function measureNode(major: number, node: string, preload: string): StartupFigures {
  const folder = mkdtempSync(join(tmpdir(), "secret-router-bench-"));
  const session = new TestSession();
  try {
    session.write({ values: { OPENAI_API_KEY: "made-up-bench-secret" } });
    const env = { ...session.env(preload, { OPENAI_API_KEY: "made-up-bench-env" }), NODE_OPTIONS: "" };
    const idleFile = write(folder, "idle.js", idle);
    const emptyFile = write(folder, "empty.cjs", "");
    const readingFile = write(folder, "reading.js", reading);
    const aloneFile = write(folder, "alone.js", readingAlone);
    const pairs = Array.from({ length: turns }, () => ({
      bareIdle: run(node, [idleFile], env),
      idle: run(node, ["--require", preload, idleFile], env),
      empty: run(node, ["--require", emptyFile, idleFile], env),
      bareReading: run(node, [readingFile], env),
      reading: run(node, ["--require", preload, readingFile], env),
      bareAlone: run(node, [aloneFile], env),
      alone: run(node, ["--require", preload, aloneFile], env),
    }));
    const wall = (pick: (pair: (typeof pairs)[number]) => Run) =>
      median(pairs.map((pair) => pick(pair).wallMs));
    const rss = (pick: (pair: (typeof pairs)[number]) => Run) =>
      median(pairs.map((pair) => pick(pair).rssMiB));
    return {
      node: String(major),
      idleRatio: wall((pair) => pair.idle) / wall((pair) => pair.bareIdle),
      emptyRatio: wall((pair) => pair.empty) / wall((pair) => pair.bareIdle),
      firstReadRatio: wall((pair) => pair.reading) / wall((pair) => pair.bareReading),
      firstReadAloneRatio: wall((pair) => pair.alone) / wall((pair) => pair.bareAlone),
      idleMemoryMiB: rss((pair) => pair.idle) - rss((pair) => pair.bareIdle),
    };
  } finally {
    session.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(node: string, args: readonly string[], env: Record<string, string>): Run {
  const start = performance.now();
  const { stdout } = spawnSync(node, args, { env, encoding: "utf8" });
  return { wallMs: performance.now() - start, rssMiB: Number(stdout) / mebibyte };
}
