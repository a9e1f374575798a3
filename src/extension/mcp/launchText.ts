import type { ServerInput } from "../../mcp/mcpServer";
import { isLoadingVariable } from "./isLoadingVariable";
import type { ServedName, ShownLaunch, ShownVariable } from "./shownLaunch";
import { argumentWithoutCredentials, mark, withoutCredentials } from "./withoutCredentials";

/** One line as a shell would read it. */
export function launchLine({ command, args, variables, cwd }: ShownLaunch): string {
  const assignments = variables.filter(({ kind }) => kind !== "secret").map(assignment);
  const words = [...assignments, word(command), ...shownArguments(args)];
  return [...words, ...(cwd === undefined ? [] : ["in", word(cwd)])].join(" ");
}

/** What it gets, by name, as the end of "Start the server with …". */
export function namesServed(served: readonly ServedName[]): string {
  if (served.length === 0) return "no secret";
  const names = served.map(({ name, reference }) =>
    reference === `local:${name}` ? named(name) : `${named(name)} (${named(reference)})`,
  );
  return `${names.join(" and ")} of your vault`;
}

/** The same without the names, where these would be too many or too long. */
export function secretsServed({ length }: readonly ServedName[]): string {
  if (length === 0) return "no secret";
  return `${length === 1 ? "a secret" : `${length} secrets`} of your vault`;
}

/** All of it, a thing a line, as a document. */
export function launchDocument(launch: ShownLaunch): string {
  const { server, path, command, args, cwd, variables, served, inputs } = launch;
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${broken(line)}`)];
  return [
    `The MCP server "${visible(server)}"`,
    ...part("Is defined in", [word(path)]),
    ...part("Runs", [word(command)]),
    ...part("With the arguments", shownArguments(args)),
    ...part("In the folder", cwd === undefined ? [] : [word(cwd)]),
    ...part("Sets the variables", variables.map(assignment)),
    ...part("Asks you for", inputs.map(question)),
    ...part(
      "Is served from your vault",
      served.map(({ name, reference }) => `${named(name)} from ${named(reference)}`),
    ),
    "",
  ].join("\n");
}

/** What begins a line never begins as far in, and an editor draws no more than the beginning of a long one. */
function broken(line: string): string {
  return (line.match(/.{1,100}/gsu) ?? []).join("\n      ");
}

/**
 * A word that can be taken for nothing else: in quotes where a blank or a sign stands in it or it is a word of ours, and
 * without characters that show nothing or turn the line around.
 */
export function word(text: string): string {
  return /^(?!in$)[\w@%+=:,./~-]+$/.test(text) ? text : quoted(text);
}

/** One blank stays; of several the others are written out, because the editor shows one. */
export function visible(text: string): string {
  return text
    .replaceAll(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu,
      written,
    )
    .replaceAll(/(?<= ) /g, written);
}

/** What names something, in quotes where it could be read as the sentence or the line that it stands in. */
function named(text: string): string {
  return /^[\w:/#.-]+$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${visible(text.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

function written(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function assignment({ name, value, kind }: ShownVariable): string {
  if (value === null) return `${named(name)} (taken out)`;
  if (kind !== "shown") return `${named(name)}=${mark}`;
  return `${named(name)}=${word(isLoadingVariable(name) ? value : withoutCredentials(value))}`;
}

function shownArguments(args: readonly string[]): readonly string[] {
  return args.map((argument, index) => word(argumentWithoutCredentials(argument, args[index - 1])));
}

function question({ id, description, preset, options }: ServerInput): string {
  const what = description === "" ? "" : `: ${visible(description)}`;
  const choices =
    options === undefined ? "" : `, one of ${options.map(({ value }) => word(value)).join(" ")}`;
  return `${named(id)}${what}${choices}${preset === undefined ? "" : `, by default ${word(preset)}`}`;
}
