import type { NameRules } from "../../contract/secretNames";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { describedInputs } from "./describedInputs";
import type { LocalServer } from "./localServers";
import { placeholderFacts } from "./placeholderFacts";
import { inputsNeeded, serverLaunch, serverRules } from "./serverLaunch";
import { type ShownLaunch, shownLaunch } from "./shownLaunch";

/** What a server would be started as now, before anything is asked. */
export interface ReadLaunch {
  readonly project: Project;
  readonly rules: NameRules;
  readonly shown: ShownLaunch;
}

/**
 * Undefined where nothing is routed any more, and for a launch that stays incomplete whatever the user answers.
 * @param fromFile the variables of its `envFile`.
 */
export function readLaunch(
  window: RouterWindow,
  found: LocalServer,
  fromFile: ReadonlyMap<string, string>,
): ReadLaunch | undefined {
  const { server, path, folder, format } = found;
  const project = window.projects.of(folder);
  if (project === undefined) return undefined;
  const { configuration, name } = project;
  const inputs = describedInputs(
    inputsNeeded(server, () => false),
    found.inputs,
  );
  // Each stands for itself: what the user is going to say is the user's own.
  const open = new Map(inputs.map(({ id }) => [id, `\${input:${id}}`]));
  const facts = { ...placeholderFacts(window.environment, folder, open), isToBeRead: true };
  const launch = serverLaunch(server, format.placeholders, facts, fromFile);
  if (launch === undefined) return undefined;
  const rules = serverRules(configuration, server.name, launch.names);
  const shown = shownLaunch({
    server: server.name,
    path,
    inputs,
    launch,
    rules,
    configuration,
    project: name,
  });
  return { project, rules, shown };
}
