import type { Figure } from "./figure";

export interface BenchOptions {
  /** The checkout. */
  readonly root: string;
  /** Where the bundles lie. */
  readonly distribution: string;
  /** Compares with other launchers too, which are installed for it. */
  readonly peers: boolean;
}

export interface Measurement {
  readonly name: string;
  /** Shown above its figures. */
  readonly title: string;
  run(options: BenchOptions): Promise<readonly Figure[]>;
}
