import { type CommandSpec, flagsOf } from "../commandSpec";

/** What every shell's script needs to know of one command, in a form that needs no further thought. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Words for its operands; with `files` also paths, with `program` a command line of its own after `--`. */
  readonly words: readonly string[];
  readonly files: boolean;
  readonly program: boolean;
}

export interface CompletedFlag {
  readonly name: string;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly words: readonly string[];
  readonly files: boolean;
}

export function completionModel(specs: readonly CommandSpec[]): readonly CompletedCommand[] {
  const topNames = [...new Set(specs.map(({ name }) => firstWord(name)))];
  return specs.map((spec) => ({
    name: spec.name,
    summary: spec.summary,
    flags: flagsOf(spec).map(({ name, summary, value, choices, file }) => ({
      name: `--${name}`,
      summary,
      takesValue: value !== undefined,
      words: choices ?? [],
      files: file === true,
    })),
    words: spec.name === "help" ? topNames : spec.operands.flatMap(({ choices }) => choices ?? []),
    files: spec.operands.some(({ file }) => file === true),
    program: spec.name === "exec",
  }));
}

/** The words that may stand first, with what they do; a group stands for its commands. */
export function topLevel(model: readonly CompletedCommand[]): readonly { name: string; summary: string }[] {
  const tops = new Map<string, string>();
  for (const { name, summary } of model) {
    const first = firstWord(name);
    if (!tops.has(first)) tops.set(first, first === name ? summary : `The commands of ${first}`);
  }
  return [...tops].map(([name, summary]) => ({ name, summary }));
}

/** The second words of one group's commands. */
export function secondLevel(
  model: readonly CompletedCommand[],
  group: string,
): readonly { name: string; summary: string }[] {
  return model
    .filter(({ name }) => name.startsWith(`${group} `))
    .map(({ name, summary }) => ({ name: name.slice(group.length + 1), summary }));
}

export function groupsOf(model: readonly CompletedCommand[]): readonly string[] {
  return [...new Set(model.filter(({ name }) => name.includes(" ")).map(({ name }) => firstWord(name)))];
}

function firstWord(name: string): string {
  return name.split(" ")[0] ?? name;
}
