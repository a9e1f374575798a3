import { basename, dirname, join } from "node:path";
import { RouterError } from "../core/routerError";
import { isWithin, projectRoot } from "../platform/projectRoot";
import { shellWord } from "../platform/shellWord";
import { userFilePath } from "../providers/local/userFile";

/** A file that a user has named, links followed. */
export interface FollowedFile {
  /** Absolute and without links. */
  readonly path: string;
  /** What was named, where that is a link. */
  readonly link: string | undefined;
}

/** @throws RouterError IO for a link that leads in a circle, and for a file whose folder is not there. */
export function followedFile(named: string): FollowedFile {
  const path = userFilePath(named);
  const standsAt = join(userFilePath(dirname(named)), basename(named));
  return { path, link: standsAt === path ? undefined : named };
}

/**
 * A repository may hold a link to any file of its user, who has named the link and not what is rewritten.
 * @throws RouterError IO for a link that leads out of its project.
 */
export function requireOwnFile({ path, link }: FollowedFile): void {
  if (link === undefined) return;
  const root = projectRoot(userFilePath(dirname(link)));
  if (isWithin(path, root)) return;
  throw new RouterError(
    "IO",
    `${link} is a link to ${path}, which is not in ${root}, so nothing is taken out of it.`,
    `If you mean that file, name it: secret-router import ${shellWord(path)} --delete`,
  );
}
