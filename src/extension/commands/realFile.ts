import { existsSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { isWithin } from "../../platform/projectRoot";
import { userFilePath } from "../../providers/local/userFile";

/** What a file is that somebody has named: a repository may hold a link in its place. */
export interface RealFile {
  /** Absolute and without links. */
  readonly path: string;
  /** The same file as the workspace has it, whose folders may be links themselves; undefined for one outside of it. */
  readonly inWorkspace: string | undefined;
  /** Whether it lies elsewhere than its name says. */
  readonly isElsewhere: boolean;
}

/**
 * @param folders of the workspace.
 * @throws RouterError IO for a link that leads in a circle, and for a file whose folder is not there.
 */
export function realFile(named: string, folders: readonly string[]): RealFile {
  const path = userFilePath(named);
  const [inWorkspace] = folders.filter(existsSync).flatMap((folder) => {
    const real = realpathSync(folder);
    return isWithin(path, real) ? [join(folder, relative(real, path))] : [];
  });
  return { path, inWorkspace, isElsewhere: (inWorkspace ?? path) !== named };
}
