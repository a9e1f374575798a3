import { hash32 } from "../contract/canary";
import type { CanaryUnit } from "../contract/mode";
import { processSeed } from "./processSeed";

type Os = typeof import("os");

/** Gives where a name's canary decisions start for a unit; the seeds are looked up once, and only when needed. */
export function createCanaryStart(): (unit: CanaryUnit, name: string) => number {
  let ofProcess: string | undefined;
  let ofHost: string | undefined;
  return (unit, name) => {
    if (unit === "host") {
      if (ofHost === undefined) ofHost = (require("os") as Os).hostname();
      return hash32(`${ofHost}\0${name}`);
    }
    if (ofProcess === undefined) ofProcess = processSeed();
    return hash32(`${ofProcess}\0${name}`);
  };
}
