import { Histogram } from "../../core/histogram";
import type { DemoName } from "./demoSecrets";

/** Where one read's value came from, as told by what the server signed with. */
export type Origin = "vault" | "environment" | "neither";

export interface TallyFigures {
  readonly reads: number;
  readonly vault: number;
  readonly environment: number;
  /** Reads that gave nothing or a value that is out of date everywhere. */
  readonly neither: number;
  readonly errors: number;
  readonly vaultPercent: number | null;
  readonly p50Ns: number | null;
  readonly p95Ns: number | null;
}

// Steps of a tenth from 10 ns to 1 s: finer than any figure is shown.
const smallestNs = 10;
const step = 1.1;
const boundsNs = Array.from({ length: 195 }, (_, index) => Math.round(smallestNs * step ** index));

/** Counts the reads of one stretch of the demo, by secret. */
export class Tally {
  readonly #counts = new Map<DemoName, Record<Origin | "errors", number>>();
  readonly #costs = new Map<DemoName, number[]>();

  add(name: DemoName, origins: Readonly<Record<Origin, number>>, readNs: readonly number[]): void {
    const counts = this.#countsOf(name);
    counts.vault += origins.vault;
    counts.environment += origins.environment;
    counts.neither += origins.neither;
    const costs = this.#costs.get(name) ?? new Array<number>(boundsNs.length + 1).fill(0);
    for (const cost of readNs) {
      const index = bucketOf(cost);
      costs[index] = (costs[index] ?? 0) + 1;
    }
    this.#costs.set(name, costs);
  }

  addError(name: DemoName): void {
    this.#countsOf(name).errors++;
  }

  /** Of one secret, or of all together. */
  figures(name?: DemoName): TallyFigures {
    const names = name === undefined ? [...this.#counts.keys()] : [name];
    const sum = (key: Origin | "errors") =>
      names.reduce((total, each) => total + (this.#counts.get(each)?.[key] ?? 0), 0);
    const costs = new Histogram(boundsNs);
    for (const each of names) costs.addCounts(this.#costs.get(each) ?? []);
    const [vault, environment, neither] = [sum("vault"), sum("environment"), sum("neither")];
    const reads = vault + environment + neither;
    return {
      reads,
      vault,
      environment,
      neither,
      errors: sum("errors"),
      vaultPercent: reads === 0 ? null : (vault / reads) * 100,
      p50Ns: costs.percentile(0.5),
      p95Ns: costs.percentile(0.95),
    };
  }

  #countsOf(name: DemoName): Record<Origin | "errors", number> {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const counts = { vault: 0, environment: 0, neither: 0, errors: 0 };
    this.#counts.set(name, counts);
    return counts;
  }
}

/** Computed, not searched for: the table is drawn anew from some hundred thousand reads. */
function bucketOf(costNs: number): number {
  if (costNs <= smallestNs) return 0;
  return Math.min(Math.ceil(Math.log(costNs / smallestNs) / Math.log(step)), boundsNs.length);
}
