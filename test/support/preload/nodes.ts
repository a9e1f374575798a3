import { nodeBinary, nodeMajors, oldNodeMajor } from "../capabilities";

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

export function oldNode(): string | undefined {
  return nodeBinary(oldNodeMajor).path;
}
