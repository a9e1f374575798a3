import type { JsonObject } from "../vaultJson";
import type { KvMount } from "./kvMount";

/** What lies at one path. */
export type KvSecret =
  | {
      readonly status: "present";
      readonly fields: JsonObject;
      readonly version?: number;
      readonly mount: KvMount;
    }
  | {
      readonly status: "absent";
      readonly why: string;
      /** The version a write must name to be the next one; 0 where there never was any. */
      readonly version: number;
      readonly mount: KvMount;
    };
