import { type Finding, ok, problem, warning } from "../../broker/doctor/finding";
import { offSwitchVariable } from "../../contract/variables";
import type { PreloadFileState } from "../sessions/preloadFile";
import type { UnroutedLaunch } from "../sessions/sessions";
import { terminalOutcome } from "../terminals/terminalOutcome";
import type { TerminalPlan } from "../terminals/terminalPlan";

export interface EditorFacts {
  /** Its name and version. */
  readonly editor: string;
  readonly node: string;
  readonly isTrusted: boolean;
  readonly isRouting: boolean;
  readonly routesDebugLaunches: boolean;
  readonly startsServers: boolean;
  readonly terminals: TerminalPlan;
  readonly routesAgentTerminals: boolean;
  readonly preload: PreloadFileState;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly unrouted: readonly Omit<UnroutedLaunch, "id">[];
}

/** What only the editor knows of itself. */
export function editorFindings(facts: EditorFacts): readonly Finding[] {
  return [
    ok("editor", `${facts.editor}, whose extensions run on Node ${facts.node}.`),
    trust(facts),
    optIn(facts),
    ...launches(facts),
    ...terminals(facts),
    preloader(facts),
    servers(facts),
    ...facts.unrouted.filter(({ kind }) => kind === "debug").map(unrouted),
  ];
}

function unrouted({ label, why, isFailure }: EditorFacts["unrouted"][number]): Finding {
  const message = `"${label}" runs unrouted. ${why}`;
  return isFailure
    ? warning("launches", message, "It keeps its plain environment.")
    : ok("launches", message);
}

function trust({ isTrusted }: EditorFacts): Finding {
  if (isTrusted) return ok("workspace", "You trust it.");
  return warning(
    "workspace",
    "You do not trust it, so nothing of it is read.",
    "Trust it to route its secrets.",
  );
}

function optIn({ isRouting }: EditorFacts): Finding {
  if (isRouting) return ok("workspace", "You have chosen to route its secrets.");
  return warning(
    "workspace",
    "Nothing is routed: you have not chosen to yet.",
    'Begin with "Secret Router: Route the Secrets of This Workspace".',
  );
}

function launches({ routesDebugLaunches, environment }: EditorFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (environment[offSwitchVariable] === "0") {
    found.push(
      warning(
        "launches",
        `The editor was started with ${offSwitchVariable}=0, so no program that it starts is routed.`,
        `Start the editor without ${offSwitchVariable}.`,
      ),
    );
  }
  if (!routesDebugLaunches) {
    found.push(
      warning(
        "launches",
        "Debug launches (F5) are not routed: a setting says so.",
        "Turn on secretRouter.routeDebugLaunches in your own settings; a workspace can only turn it off.",
      ),
    );
  }
  return found.length > 0 ? found : [ok("launches", "Debug launches (F5) of Node programs are routed.")];
}

function terminals(facts: EditorFacts): readonly Finding[] {
  const { isRouting, terminals: plan, unrouted: launches, routesAgentTerminals } = facts;
  if (!isRouting) return [];
  const outcome = terminalOutcome(plan, launches);
  if (plan === "tell") {
    return launches
      .filter(({ kind }) => kind === "terminals")
      .map(({ label, why }) =>
        warning(
          "terminals",
          `${label} are not routed. ${why}`,
          "They keep their plain environment. To have them routed, install the editor from its .deb, .rpm or archive.",
        ),
      );
  }
  if (outcome === "left") return [ok("terminals", "Terminals and tasks are not routed.")];
  if (outcome === "failed") {
    return launches
      .filter(({ kind }) => kind === "terminals")
      .map(({ label, why }) =>
        warning(
          "terminals",
          `${label} should be routed and are not. ${why}`,
          "They keep their plain environment.",
        ),
      );
  }
  const agents = routesAgentTerminals ? "and those of agents too" : "but not those of agents";
  return [ok("terminals", `Terminals and tasks are routed, ${agents}.`)];
}

function preloader({ preload: { path, state } }: EditorFacts): Finding {
  switch (state) {
    case "whole":
      return ok("preloader", `${path} is whole.`);
    case "absent":
      return ok("preloader", "Not copied yet; what needs it first copies it.");
    case "differs":
      return problem(
        "preloader",
        `${path} is not the file that this version brings.`,
        "Reload the window: it is replaced. If it differs again, find out what changes it.",
      );
    default:
      return state satisfies never;
  }
}

function servers({ startsServers, editor }: EditorFacts): Finding {
  if (startsServers) return ok("MCP servers", "This editor starts routed servers.");
  return warning(
    "MCP servers",
    `${editor} starts no servers for extensions, so its own cannot be routed.`,
    "Everything else works. A newer editor can.",
  );
}
