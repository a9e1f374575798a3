import { costBucketsNs, type ReadsEvent } from "../contract/events";
import { Histogram } from "../core/histogram";
import { NameCounts } from "./nameCounts";
import type { ProviderCall } from "./providerCalls";
import type { CacheCounts, Percentiles } from "./sessionStatus";

const fetchBucketsMs = [1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000, 30_000];

/** Counts over all names and processes of a session. */
export class SessionMetrics {
  readonly counts = new NameCounts();
  readonly #readCostNs = new Histogram(costBucketsNs);
  readonly #fetchMs = new Histogram(fetchBucketsMs);
  #dualReads = 0;
  #dualVaultReads = 0;
  #asksAnswered = 0;
  #referencesRead = 0;

  addReads(event: ReadsEvent): void {
    this.counts.addReads(event);
    if (event.costs !== undefined) this.#readCostNs.addCounts(event.costs);
    if (event.mode !== "dual") return;
    this.#dualReads += event.count;
    if (event.source === "vault") this.#dualVaultReads += event.count;
  }

  addCall(call: ProviderCall): void {
    this.#fetchMs.add(call.durationMs);
    this.#referencesRead += call.references;
  }

  addAnsweredAsk(): void {
    this.#asksAnswered++;
  }

  cache(): CacheCounts {
    return { hits: this.counts.hits.vault + this.#asksAnswered, misses: this.#referencesRead };
  }

  canaryHitPercent(): number | null {
    return this.#dualReads === 0 ? null : (100 * this.#dualVaultReads) / this.#dualReads;
  }

  readCostNs(): Percentiles {
    return percentiles(this.#readCostNs);
  }

  fetchMs(): Percentiles {
    return percentiles(this.#fetchMs);
  }
}

function percentiles(histogram: Histogram): Percentiles {
  return { count: histogram.count, p50: histogram.percentile(0.5), p95: histogram.percentile(0.95) };
}
