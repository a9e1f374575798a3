import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createBenchHome, madeUp } from "./benchSession";
import type { Figure } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";
import { median } from "./median";
import { installPeers } from "./peers";

const rounds = 31;
const target = 2.1;

/** What `exec` adds to the start of a program that does nothing. */
export const execStart: Measurement = {
  name: "exec",
  title: "exec -- node -e 0 against bare node (wall time)",
  async run({ root, distribution, peers }: BenchOptions): Promise<readonly Figure[]> {
    const bench = createBenchHome(distribution, root);
    try {
      await bench.store("BENCH_API_KEY", madeUp("made-up"));
      bench.home.writeConfiguration({ mode: "shadow", secrets: { BENCH_API_KEY: "local:BENCH_API_KEY" } });
      const nothing = ["-e", "0"];
      const launchers = [
        {
          name: "secret-router exec",
          args: [join(distribution, "cli.js"), "exec", "--", process.execPath, ...nothing],
          target,
        },
        {
          name: "a Node program that only spawns one",
          args: [join(root, "test/bench/programs/spawnOnly.cjs"), ...nothing],
          target: null,
        },
        ...(peers ? installPeers(bench.home.project, nothing) : []),
      ];
      const run = (args: readonly string[]) => wallMs(args, bench.home.project, bench.home.environment);
      const ratios = new Map(launchers.map(({ name }) => [name, [] as number[]]));
      for (let round = -1; round < rounds; round++) {
        const bare = run(nothing);
        for (const { name, args } of rotated(launchers, round)) {
          const ratio = run(args) / ((bare + run(nothing)) / 2);
          // The first round fills the caches of the disk.
          if (round >= 0) ratios.get(name)?.push(ratio);
        }
      }
      return launchers.map((launcher) => ({
        name: launcher.name,
        value: median(ratios.get(launcher.name) ?? []),
        unit: "x" as const,
        target: launcher.target,
      }));
    } finally {
      await bench.close();
    }
  },
};

function wallMs(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): number {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}.`);
  return performance.now() - startedAt;
}

/** Nobody is always the first after the bare run. */
function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = ((by % items.length) + items.length) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
