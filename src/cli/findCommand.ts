import { closest } from "../core/closest";
import { type CommandSpec, programName } from "./commandSpec";
import { commandGroups, commandSpecs } from "./commandTable";
import { seeHelp, usageError } from "./usageError";

type Found =
  | { readonly kind: "command"; readonly spec: CommandSpec; readonly rest: readonly string[] }
  | { readonly kind: "overview"; readonly group: string | undefined }
  | { readonly kind: "version" };

/** @throws RouterError USAGE when the words begin with no command. */
export function findCommand(words: readonly string[]): Found {
  const [first, second] = words;
  if (first === undefined || first === "--help" || first === "-h")
    return { kind: "overview", group: undefined };
  if (first === "--version" || first === "-V") return { kind: "version" };
  if (first.startsWith("-")) throw flagFirst(words);
  if (commandGroups.includes(first)) return findInGroup(first, second, words.slice(2));
  const spec = commandSpecs.find(({ name }) => name === first);
  if (spec !== undefined) return { kind: "command", spec, rest: words.slice(1) };
  throw unknown(first, first, [...commandSpecs.map(({ name }) => name), ...commandGroups]);
}

function findInGroup(group: string, second: string | undefined, rest: readonly string[]): Found {
  if (second === "--help" || second === "-h") return { kind: "overview", group };
  const names = commandSpecs.flatMap(({ name }) => (name.startsWith(`${group} `) ? [name] : []));
  if (second === undefined || second.startsWith("-")) {
    const choices = names.map((name) => name.slice(group.length + 1)).join(", ");
    throw usageError(`${group} needs one of ${choices}.`, seeHelp(group));
  }
  const spec = commandSpecs.find(({ name }) => name === `${group} ${second}`);
  if (spec !== undefined) return { kind: "command", spec, rest };
  throw unknown(`${group} ${second}`, `${group} ${second}`, names);
}

function unknown(typed: string, word: string, candidates: readonly string[]) {
  const meant = closest(word, candidates);
  return usageError(
    `There is no command ${typed}.`,
    meant === undefined ? seeHelp() : `Did you mean ${programName} ${meant}?`,
  );
}

function flagFirst(words: readonly string[]) {
  const command = words.find((word) => commandSpecs.some(({ name }) => name === word));
  return usageError(
    "A flag stands before the command.",
    command === undefined ? seeHelp() : `Write the command first: ${programName} ${command} ...`,
  );
}
