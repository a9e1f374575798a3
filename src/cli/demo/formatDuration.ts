/** Three digits at most, with the unit that fits: `180 ns`, `1.2 µs`, `34 ms`. */
export function formatDuration(nanoseconds: number): string {
  const units = ["ns", "µs", "ms"] as const;
  let value = nanoseconds;
  for (const unit of units) {
    if (value < 999.5)
      return `${value < 9.95 && unit !== "ns" ? value.toFixed(1) : Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} s`;
}
