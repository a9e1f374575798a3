/** A token's remaining life in the largest unit that says enough. */
export function lifetimeOf(seconds: number): string {
  const [unit, size] = units.find(([, unitSeconds]) => seconds >= 2 * unitSeconds) ?? ["second", 1];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const units: readonly (readonly [string, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
