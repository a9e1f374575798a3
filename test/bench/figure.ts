/** One measured number beside what it must be. */
export interface Figure {
  readonly name: string;
  /** Null when it could not be measured; `note` then says why. */
  readonly value: number | null;
  readonly unit: "x" | "ms" | "MiB" | "" | "processes" | "fetches";
  /** The largest value that is good enough; null for one that is shown for comparison only. */
  readonly target: number | null;
  readonly note?: string;
}

/** Not being measurable here is no miss: the machine lacks something, and the note says what. */
export function isMissed({ value, target }: Figure): boolean {
  return value !== null && target !== null && value > target;
}

export function notMeasurable(name: string, why: string): Figure {
  return { name, value: null, unit: "", target: null, note: `not measurable here: ${why}` };
}

/** A measurement that broke off is a miss: it says why, and the others go on. */
export function failed(why: string): Figure {
  return { name: "failed", value: Number.POSITIVE_INFINITY, unit: "", target: 0, note: why };
}
