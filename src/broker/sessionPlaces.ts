import { tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import type { Directories } from "../platform/directories";
import { privateDirectoryProblem } from "../platform/privateDirectory";

type Environment = Readonly<Record<string, string | undefined>>;

/** The folders below which a session directory may lie, the best first: those in memory before those on a disk. */
export function sessionPlaces(directories: Directories, environment: Environment): readonly string[] {
  if (directories.run !== undefined) return [directories.run];
  const uid = process.getuid?.();
  const runtime = [environment["XDG_RUNTIME_DIR"], uid === undefined ? undefined : `/run/user/${uid}`]
    .filter((path) => path !== undefined && isAbsolute(path) && privateDirectoryProblem(path) === undefined)
    .map((path) => join(path as string, "secret-router"));
  const shared = join(resolve(tmpdir()), uid === undefined ? "secret-router" : `secret-router-${uid}`);
  return [...new Set([...runtime, shared])];
}
