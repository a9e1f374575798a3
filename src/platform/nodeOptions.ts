/**
 * `NODE_OPTIONS` with our `--require` before the user's own value. Forward slashes and double quotes are what every Node
 * reads alike; inside double quotes a backslash escapes, so it is doubled.
 * Gives undefined for a path that no quoting can carry.
 */
export function withRequire(nodeOptions: string | undefined, preloadPath: string): string | undefined {
  const option = requireOption(preloadPath);
  if (option === undefined) return undefined;
  const own = nodeOptions?.trim() ?? "";
  if (own === "") return option;
  return own.includes(option) ? own : `${option} ${own}`;
}

/** Our part of `NODE_OPTIONS` alone. */
export function requireOption(preloadPath: string): string | undefined {
  if (/[\r\n\0]/.test(preloadPath)) return undefined;
  const path = process.platform === "win32" ? preloadPath.replaceAll("\\", "/") : preloadPath;
  return `--require "${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
