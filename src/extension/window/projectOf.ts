import type { Project } from "./readProject";
import type { RouterWindow } from "./routerWindow";

/** The project that a row of the tree names, else the one whose configuration names the secret, else the first. */
export function projectOf(
  { projects }: RouterWindow,
  name: string | undefined,
  folder: string | undefined,
): Project | undefined {
  const named = projects.all.find((project) => project.folder.uri.fsPath === folder);
  const own = projects.all.find(({ configuration }) => name !== undefined && configuration.secrets.has(name));
  return named ?? own ?? projects.of(undefined);
}
