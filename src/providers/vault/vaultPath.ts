import { RouterError } from "../../core/routerError";

/**
 * Writes a path of an API call, each segment encoded, so that no name can reach another path: a `?`, `#` or `%2e`
 * inside a segment stays inside it.
 *
 * @throws RouterError REFERENCE_INVALID
 */
export function apiPath(...segments: readonly string[]): string {
  return segments.map(encodeSegment).join("/");
}

/** @throws RouterError REFERENCE_INVALID */
export function splitPath(path: string): readonly string[] {
  const segments = path.split("/");
  segments.forEach(encodeSegment);
  return segments;
}

/** A mount as people write it, `team/kv` or `/team/kv/`. By hand, because a server may send a million slashes. */
export function splitMount(mount: string): readonly string[] {
  let start = 0;
  let end = mount.length;
  while (mount[start] === "/") start++;
  while (end > start && mount[end - 1] === "/") end--;
  return splitPath(mount.slice(start, end));
}

function encodeSegment(segment: string): string {
  if (segment === "") throw invalid("an empty part");
  // Encoded or not, a server takes it for a separator.
  if (segment.includes("/")) throw invalid("a slash inside a name");
  if (segment === "." || segment === "..") throw invalid(`the part "${segment}"`);
  for (let index = 0; index < segment.length; index++) {
    const code = segment.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) throw invalid("a control character");
  }
  try {
    return encodeURIComponent(segment).replace(/[!'()*]/g, percent);
  } catch {
    throw invalid("half of a surrogate pair");
  }
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function invalid(what: string): RouterError {
  return new RouterError(
    "REFERENCE_INVALID",
    `A path for Vault holds ${what}.`,
    "Write it as mount/path, without a slash at either end.",
  );
}
