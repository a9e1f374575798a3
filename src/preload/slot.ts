/** How one routed name is served until the next lease, an explicit write or a kill. */
export const served = {
  /** From the native environment. */
  native: 0,
  /** The cached value from the vault. */
  vault: 1,
  /** One or the other, read by read. */
  perRead: 2,
  /** Undefined, because the policy for a missing secret says so. */
  nothing: 3,
} as const;
export type Served = (typeof served)[keyof typeof served];

/** One routed name. A plain mutable record: a read touches two of its fields and nothing else. */
export interface Slot {
  readonly name: string;
  served: Served;
  value: string | undefined;
  version: string | undefined;
  /** A child process can be given the value. */
  fits: boolean;
  /** The program wrote, deleted or defined the variable: from then on it is the program's own. */
  written: boolean;
  /** The first lease, or its absence, has been applied. */
  settled: boolean;
  /** The one wait for this name has been spent. */
  waited: boolean;
  asked: boolean;
  canaryStart: number;
  canaryThreshold: number;
  /** Reads under the canary unit `read`, over the life of the process. */
  readNumber: number;
  /** Reads since the last report, by source. */
  vaultReads: number;
  envReads: number;
  noneReads: number;
  costs: number[] | undefined;
  comparedGeneration: number;
}

export function createSlot(name: string): Slot {
  return {
    name,
    served: served.native,
    value: undefined,
    version: undefined,
    fits: true,
    written: false,
    settled: false,
    waited: false,
    asked: false,
    canaryStart: 0,
    canaryThreshold: 0,
    readNumber: 0,
    vaultReads: 0,
    envReads: 0,
    noneReads: 0,
    costs: undefined,
    comparedGeneration: -1,
  };
}
