import type { Terminal } from "../core/text/terminal";
import { wrap } from "../core/text/wrap";
import { type CommandSpec, flagsOf, programName, usageOf } from "./commandSpec";
import { seeHelp } from "./usageError";

/** Lines longer than this are hard to read even where the terminal has room. */
const maxColumns = 100;
const defaultColumns = 80;

/** Everything about one command. */
export function commandHelp(spec: CommandSpec, terminal: Terminal): string {
  const columns = Math.min(terminal.columns ?? defaultColumns, maxColumns);
  const sections = [
    wrap(`${spec.summary}.`, columns),
    section(
      "Usage",
      usageOf(spec).map((line) => wrapUsage(`${programName} ${line}`, columns)),
      terminal,
    ),
    section(
      "Arguments",
      pairs(
        spec.operands.map((each) => [each.name, each.summary]),
        columns,
      ),
      terminal,
    ),
    section("Flags", pairs(flagsOf(spec).map(flagPair), columns), terminal),
    ...spec.notes.map((note) => wrap(note, columns)),
    section(
      spec.examples.length === 1 ? "Example" : "Examples",
      spec.examples.flatMap(({ line, does }) => [wrap(`# ${does}`, columns, "  "), `  ${line}`]),
      terminal,
    ),
  ];
  return sections.filter((each) => each !== "").join("\n\n");
}

/** All commands of the program, or of one group. */
export function overview(specs: readonly CommandSpec[], terminal: Terminal, group?: string): string {
  const columns = Math.min(terminal.columns ?? defaultColumns, maxColumns);
  const intro =
    group === undefined
      ? "Serves the secrets of unchanged Node programs from a vault: off, shadow, dual, vault."
      : `The commands of ${group}.`;
  const usage =
    group === undefined ? `${programName} COMMAND [ARGUMENTS]` : `${programName} ${group} COMMAND`;
  return [
    wrap(intro, columns),
    section("Usage", [`  ${usage}`], terminal),
    section(
      "Commands",
      pairs(
        specs.map(({ name, summary }) => [name, summary]),
        columns,
      ),
      terminal,
    ),
    group === undefined
      ? wrap(`More about one command, with an example: ${programName} COMMAND --help.`, columns)
      : seeHelp(`${group} COMMAND`),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[], terminal: Terminal): string {
  return lines.length === 0 ? "" : [terminal.bold(title), ...lines].join("\n");
}

function flagPair({
  name,
  value,
  summary,
}: {
  name: string;
  value?: string;
  summary: string;
}): [string, string] {
  return [`--${name}${value === undefined ? "" : ` ${value}`}`, summary];
}

function pairs(rows: readonly (readonly [string, string])[], columns: number): readonly string[] {
  const left = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, summary]) => {
    const text = wrap(summary, columns - left - 4);
    return text
      .split("\n")
      .map((line, index) => `  ${(index === 0 ? name : "").padEnd(left)}  ${line}`)
      .join("\n");
  });
}

function wrapUsage(line: string, columns: number): string {
  // A flag and its value stay together.
  const glued = line.replace(/\[[^\]]*\]/g, (group) => group.replaceAll(" ", "\u00a0"));
  return wrap(glued, columns - 4, "  ")
    .replaceAll("\n  ", "\n      ")
    .replaceAll("\u00a0", " ");
}
