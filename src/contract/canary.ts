/** 32-bit FNV-1a with murmur3's finaliser, so that names that differ in one letter land far apart. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

// 2^32 divided by the golden ratio: successive multiples spread evenly, so after n reads the share served from the
// vault differs from the canary by O(log n / n), not by the 1/sqrt(n) of a coin toss.
const goldenStep = 0x9e3779b9;

/**
 * Says whether one read is the canary's. Deterministic: the same start and read number always give the same answer.
 *
 * @param start `hash32` of the unit and the secret name: the unit is the process, or the host.
 * @param readNumber how many reads of that name came before, for the unit `read`; 0 for the others.
 * @param threshold from `canaryThreshold`.
 */
export function isCanary(start: number, readNumber: number, threshold: number): boolean {
  return (start + Math.imul(readNumber, goldenStep)) >>> 0 < threshold;
}

/** @param percent 0 to 100; 0 never hits and 100 always does. */
export function canaryThreshold(percent: number): number {
  return percent >= 100 ? 0x100000000 : Math.floor((percent / 100) * 0x100000000);
}
