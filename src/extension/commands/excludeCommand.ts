import { join } from "node:path";
import * as vscode from "vscode";
import { isRoutedName } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { excludeName, unmapName } from "../../core/editNames";
import { nameRulesOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { configurationFileName } from "../../platform/findConfiguration";
import { putConfigurationBack } from "../../platform/putConfigurationBack";
import { type Rewriting, rewriteConfigurationFile } from "../../platform/rewriteConfigurationFile";
import { projectOf } from "../window/projectOf";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { saveOpen } from "./saveOpen";

/** Takes a name out of routing: programs that start from now on read it from their environment only. */
export async function excludeSecret(
  window: RouterWindow,
  name: string | undefined,
  folder: string | undefined,
): Promise<void> {
  const project = projectOf(window, name, folder);
  if (name === undefined || project === undefined) return;
  if (isMapped(project, name) && !(await mayUnmap(name))) return;
  const file = project.path ?? join(project.folder.uri.fsPath, configurationFileName);
  await saveOpen(file);
  const rewriting = rewriteConfigurationFile(file, (text) => excludeName(unmapName(text, name), name));
  window.projects.refresh();
  await tell(window, project, name, rewriting);
}

/** In any environment: what is taken out is taken out of all. */
function isMapped({ configuration, overlays }: Project, name: string): boolean {
  const layers = [configuration, ...overlays.values()];
  return layers.some(({ secrets }) => secrets?.has(name) === true);
}

/** An excluded name that is mapped is routed all the same: the mapping has to go, and the user may want to keep it. */
async function mayUnmap(name: string): Promise<boolean> {
  const remove = "Remove the Mapping and Exclude";
  const choice = await vscode.window.showWarningMessage(
    `Exclude ${name} from routing?`,
    {
      modal: true,
      detail: `secret-router.json maps ${name} to a reference, and a name with a mapping is always routed. To exclude it, its line under "secrets" is removed, in every environment of the file. The stored value stays.`,
    },
    remove,
  );
  return choice === remove;
}

async function tell(
  window: RouterWindow,
  project: Project,
  name: string,
  rewriting: Rewriting,
): Promise<void> {
  const { configuration } = window.projects.of(project.folder) ?? project;
  const rest = whatStays(name, configuration);
  const [undo, open] = ["Undo", "Open secret-router.json"] as const;
  const choice =
    rest === undefined
      ? await window.notices.tell(
          "excluded",
          `${name} is excluded: programs that start from now on read it from their environment only.`,
          undo,
          open,
        )
      : await window.notices.warn("excludedInPart", rest, undo, open);
  if (choice === undo) putBack(window, rewriting);
  if (choice === open) await vscode.window.showTextDocument(vscode.Uri.file(rewriting.file));
}

/** Who is served the name all the same. */
function whatStays(name: string, configuration: Configuration): string | undefined {
  if (isRoutedName(name, nameRulesOf(configuration, undefined)))
    return `${name} is still routed: an environment of secret-router.json has patterns of its own. Exclude it there.`;
  const readers = [...configuration.servers].flatMap(([server, { secrets }]) =>
    secrets.includes(name) ? [server] : [],
  );
  if (readers.length === 0) return undefined;
  return `${name} is excluded, but "servers" in secret-router.json lists it for ${readers.join(" and ")}, which may still read it. Take it out there, too.`;
}

function putBack({ projects }: RouterWindow, rewriting: Rewriting): void {
  if (!putConfigurationBack(rewriting)) throw changed(rewriting.file);
  projects.refresh();
}

function changed(file: string): RouterError {
  return new RouterError(
    "CONFIG_INVALID",
    `${file} was changed meanwhile, so it is left as it is.`,
    'Take the name out of "exclude" by hand.',
  );
}
