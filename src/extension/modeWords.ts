import type { Mode } from "../contract/mode";

/** A mode as a person says it: with its share, where it has one. */
export function modeWords(mode: Mode, canary: number): string {
  return mode === "dual" ? `dual ${canary} %` : mode;
}
