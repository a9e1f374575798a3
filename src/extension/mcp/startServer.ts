import { isRoutedName, type NameRules } from "../../contract/secretNames";
import { referenceOf } from "../../core/launchScope";
import { SecretValue } from "../../core/secretValue";
import { storeValue } from "../commands/storeValue";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import type { DetectedServer } from "./detectedServers";
import type { InputAnswers } from "./inputAnswers";
import { type RoutedServer, routeServer } from "./routeServer";
import { inputsNeeded, serverRules, variablesOf } from "./serverLaunch";

/**
 * Asks for what a server's launch leaves open and routes it. Undefined when the user gives up, and when a part of its
 * command stays open.
 * @throws RouterError when there is no safe place for the session.
 */
export async function startServer(
  window: RouterWindow,
  project: Project,
  found: DetectedServer,
  inputs: InputAnswers,
): Promise<RoutedServer | undefined> {
  const { server, names } = found;
  if (server.kind !== "stdio") return undefined;
  const rules = serverRules(project.configuration, server.name, names);
  const isServed = (name: string): boolean => comesFromVault(name, rules, project, window);
  const secretsOf = (id: string): readonly string[] =>
    variablesOf(id, server).filter((name) => isRoutedName(name, rules));
  const needed = inputsNeeded(server, isServed);
  const answers = await inputs.ask(found, needed, (id) => secretsOf(id).length > 0);
  if (answers === undefined) return undefined;
  const routed = await routeServer(window, project, found, answers);
  if (routed === undefined) {
    void window.notices.warn(
      "serverAsksForInput",
      `"${server.name}" cannot start routed: its command line holds a part that only the editor can fill in, such as the outcome of a command. Start the original, or write that part out.`,
    );
    return undefined;
  }
  const lacking = routed.leftOut.filter((name) => !isServed(name));
  if (lacking.length > 0) {
    void window.notices.warn(
      "serverLacksVariables",
      `"${server.name}" starts without ${lacking.join(" and ")}: only the editor can fill that in, at a start of the original. Store it, and switch to vault mode.`,
    );
  }
  const typed = [...answers].flatMap(([id, text]) => secretsOf(id).map((name) => [name, text] as const));
  void offerToStore(window, project, server.name, new Map(typed));
  return routed;
}

/** Whether a server that is left without a variable reads it all the same. */
function comesFromVault(
  name: string,
  rules: NameRules,
  { configuration, name: own }: Project,
  { stored, control }: RouterWindow,
): boolean {
  if (configuration.mode !== "vault" || control.current.killed !== null || !isRoutedName(name, rules))
    return false;
  const { provider, path } = referenceOf(name, configuration, own);
  return provider !== "local" || stored.current.has(path);
}

/** Whoever has just typed a key in has the least to do to keep it. */
async function offerToStore(
  window: RouterWindow,
  project: Project,
  server: string,
  typed: ReadonlyMap<string, string>,
): Promise<void> {
  // Of a vault nobody knows without a call whether it has the name, and with another value.
  const missing = [...typed].filter(([name, text]) => {
    const { provider, path } = referenceOf(name, project.configuration, project.name);
    return text !== "" && provider === "local" && !window.stored.current.has(path);
  });
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name).join(" and ");
  const store = "Store";
  const choice = await window.notices.tell(
    "typedForServer",
    `You typed ${names} for "${server}". Once it is in your encrypted store, it is compared, and vault mode starts the server without asking.`,
    store,
  );
  if (choice !== store) return;
  for (const [name, text] of missing) await storeValue(window, project, name, new SecretValue(text));
}
