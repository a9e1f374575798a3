export type LaunchKind = "routed" | "unrouted";

export interface LaunchCost {
  /** From F5 to the program's first read. */
  readonly wallMs: number;
  /** Of it, what the extensions take that change launches. */
  readonly hookMs: number;
}

/** In the order in which a window has started them. */
export type LaunchCosts = Readonly<Record<LaunchKind, readonly LaunchCost[]>>;
