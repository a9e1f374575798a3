import { join } from "node:path";
import { type Figure, notMeasurable } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";
import { measureReads } from "./reads";

/** What a read of `process.env` costs under the preloader. */
export const preloadReads: Measurement = {
  name: "reads",
  title: "Reads of process.env under the preloader against native ones",
  async run({ distribution }: BenchOptions): Promise<readonly Figure[]> {
    const figures = await measureReads(join(distribution, "preload.cjs"));
    if (figures.length === 0) return [notMeasurable("reads", "run .ci/run, which installs other Nodes")];
    return figures.flatMap(({ node, routedRatio, passThroughRatio, shadowRatio }): Figure[] => [
      { name: `Node ${node}, routed`, value: routedRatio, unit: "x", target: 0.35 },
      { name: `Node ${node}, not routed`, value: passThroughRatio, unit: "x", target: 1.3 },
      { name: `Node ${node}, routed in shadow mode`, value: shadowRatio, unit: "x", target: null },
    ]);
  },
};
