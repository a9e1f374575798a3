import { join } from "node:path";
import { type Figure, notMeasurable } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";
import { measureStartup } from "./startup";

/** What the preloader adds to the start of a program. */
export const preloadStart: Measurement = {
  name: "startup",
  title: "node --require preload.cjs against bare node",
  async run({ distribution }: BenchOptions): Promise<readonly Figure[]> {
    const figures = await measureStartup(join(distribution, "preload.cjs"));
    if (figures.length === 0) return [notMeasurable("startup", "run .ci/run, which installs other Nodes")];
    return figures.flatMap(
      ({ node, idleRatio, emptyRatio, firstReadRatio, firstReadAloneRatio, idleMemoryMiB }): Figure[] => [
        { name: `Node ${node}, wall, nothing read`, value: idleRatio, unit: "x", target: 1.04 },
        {
          name: `Node ${node}, wall, --require of an empty file`,
          value: emptyRatio,
          unit: "x",
          target: null,
        },
        {
          name: `Node ${node}, wall, first secret read`,
          value: firstReadAloneRatio,
          unit: "x",
          target: 1.12,
        },
        {
          name: `Node ${node}, wall, first read, then https`,
          value: firstReadRatio,
          unit: "x",
          target: null,
        },
        { name: `Node ${node}, memory, nothing read`, value: idleMemoryMiB, unit: "MiB", target: 0.6 },
      ],
    );
  },
};
