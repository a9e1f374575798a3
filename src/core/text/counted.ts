/** A number with its word: `no secrets`, `1 secret`, `2 secrets`. */
export function counted(count: number, word: string): string {
  if (count === 0) return `no ${word}s`;
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
