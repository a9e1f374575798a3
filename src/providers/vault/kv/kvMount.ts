/** Where a KV engine is mounted, and which of the two it is. */
export interface KvMount {
  /** Without a slash at either end; may have several segments. */
  readonly segments: readonly string[];
  readonly version: 1 | 2;
}

/** The path below the mount, or undefined where the path is not below it. */
export function pathBelow(mount: KvMount, segments: readonly string[]): readonly string[] | undefined {
  if (segments.length <= mount.segments.length) return undefined;
  const below = mount.segments.every((segment, index) => segment === segments[index]);
  return below ? segments.slice(mount.segments.length) : undefined;
}
