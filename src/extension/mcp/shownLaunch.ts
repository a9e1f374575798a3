import { defaultNameRules, isRoutedName, type NameRules } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { referenceOf } from "../../core/launchScope";
import { printReference } from "../../core/reference";
import { looksLikeWords } from "../../core/shownName";
import type { ServerInput } from "../../mcp/mcpServer";
import { isLoadingVariable } from "./isLoadingVariable";
import type { ServerLaunch } from "./serverLaunch";

/** What a user agrees to when a server starts: everything that decides which code runs, where, and with whose secrets. */
export interface ShownLaunch {
  readonly server: string;
  /** Of the file that defines it. */
  readonly path: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly variables: readonly ShownVariable[];
  /** The names that it may read from the vault. */
  readonly served: readonly ServedName[];
  /** Those that it needs an answer to. */
  readonly inputs: readonly ServerInput[];
}

export interface ShownVariable {
  readonly name: string;
  /** Null takes the variable out. */
  readonly value: string | null;
  /** `secret` by its name, which may be rotated; `hidden` may be one by its looks, and another value is another launch. */
  readonly kind: "shown" | "hidden" | "secret";
}

export interface ServedName {
  readonly name: string;
  readonly reference: string;
}

export interface ShownLaunchFacts extends Pick<ShownLaunch, "server" | "path" | "inputs"> {
  readonly launch: ServerLaunch;
  readonly rules: NameRules;
  readonly configuration: Configuration;
  /** Fills `{project}` in references. */
  readonly project: string;
}

/** @param facts with a launch whose inputs stand there as they are written. */
export function shownLaunch(facts: ShownLaunchFacts): ShownLaunch {
  const { server, path, inputs, launch, rules, configuration, project } = facts;
  const { command, args, cwd, env } = launch;
  const variables = Object.entries(env).map(([name, value]) => ({ name, value, kind: kindOf(name, value) }));
  const served = (rules.scope ?? []).map((name) => ({
    name,
    reference: printReference(referenceOf(name, configuration, project)),
  }));
  return { server, path, command, args, cwd, variables, served, inputs };
}

// An option, a path, an address or an input.
const openly = /^[-./~]|:\/\/|\$\{/;
// What a shell would take for more than one command or word; JSON has none of these.
const couldRun = /^(?=.*\s)(?![[{]).*(?:[;&|<>`]|\$\()/s;

/** By the built-in patterns alone: a repository could have its own hide anything. */
function kindOf(name: string, value: string | null): ShownVariable["kind"] {
  if (isLoadingVariable(name)) return "shown";
  if (isRoutedName(name, defaultNameRules)) return "secret";
  const isPlain = value === null || isPath(value) || openly.test(value) || couldRun.test(value);
  return isPlain && !/(?:TOKEN|SECRET|PASSWORD|AUTH)$/i.test(name) ? "shown" : "hidden";
}

/** Words alone, or with a slash between them, as a file's and a package's name have it. */
function isPath(value: string): boolean {
  return value
    .replace(/^(?:file:|@)/, "")
    .split(/[\\/]/)
    .every(looksLikeWords);
}
