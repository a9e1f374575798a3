import type { ServerInput } from "../../mcp/mcpServer";
import type { ServedName, ShownLaunch, ShownVariable } from "./shownLaunch";

const longestLine = 500;
const mostNames = 4;
const mark = "•••";
// Enough to know a package or a path by, and too little of a key.
const shownLength = 4;

/** One line as a shell would read it; undefined when it is longer than a notification shows. */
export function launchLine({ command, args, variables, cwd }: ShownLaunch): string | undefined {
  const assignments = variables.filter(({ kind }) => kind !== "secret").map(assignment);
  const words = [...assignments, ...[command, ...masked(args)].map(word)];
  const line = [...words, ...(cwd === undefined ? [] : ["in", word(cwd)])].join(" ");
  return line.length > longestLine ? undefined : line;
}

/** What it gets, as the end of "Start the server with …". */
export function servedText(served: readonly ServedName[]): string {
  if (served.length === 0) return "no secret";
  if (served.length > mostNames) return `${served.length} secrets of your vault`;
  const names = served.map(({ name, reference }) =>
    reference === `local:${name}` ? visible(name) : `${visible(name)} (${visible(reference)})`,
  );
  return `${names.join(" and ")} of your vault`;
}

/** All of it, a thing a line, as a document. */
export function launchDocument(launch: ShownLaunch): string {
  const { server, path, command, args, cwd, variables, served, inputs } = launch;
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  return [
    `The MCP server "${visible(server)}"`,
    ...part("Is defined in", [word(path)]),
    ...part("Runs", [word(command)]),
    ...part("With the arguments", masked(args).map(word)),
    ...part("In the folder", cwd === undefined ? [] : [word(cwd)]),
    ...part("Sets the variables", variables.map(assignment)),
    ...part("Asks you for", inputs.map(question)),
    ...part(
      "Is served from your vault",
      served.map(({ name, reference }) => `${visible(name)} from ${visible(reference)}`),
    ),
    "",
  ].join("\n");
}

/**
 * A word that can be taken for nothing else: in quotes where a blank or a sign stands in it, and without characters that
 * show nothing or turn the line around.
 */
export function word(text: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(text)) return text;
  return `"${visible(text.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

/** One blank stays; of several the others are written out, because the editor shows one. */
export function visible(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]|(?! )\p{Zs}/gu, written)
    .replaceAll(/(?<= ) /g, written);
}

function written(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function assignment({ name, value, kind }: ShownVariable): string {
  if (value === null) return `${visible(name)} (taken out)`;
  if (kind !== "shown") return `${visible(name)}=${mark}`;
  // A password within an address is one, too.
  return `${visible(name)}=${word(value.replace(/(?<=:\/\/)[^/@\s]*@/, `${mark}@`))}`;
}

/** What follows an option for a key is one; its beginning tells what only pretends to be. */
function masked(args: readonly string[]): readonly string[] {
  return args.map((argument, index) => {
    const [, option = "", value = ""] = /^(--?[\w-]+)=(.*)$/s.exec(argument) ?? [];
    if (isKeyOption(option)) return `${option}=${beginning(value)}`;
    return isKeyOption(args[index - 1] ?? "") ? beginning(argument) : argument;
  });
}

function beginning(text: string): string {
  return isOpen(text) || text.length <= shownLength ? text : `${text.slice(0, shownLength)}${mark}`;
}

function isKeyOption(text: string): boolean {
  return /^--?[\w-]*(?:key|token|secret|password|passwd|credentials?)$/i.test(text);
}

/** An input, whose value nobody knows yet, or the next option. */
function isOpen(text: string): boolean {
  return text.startsWith("${") || text.startsWith("-");
}

function question({ id, description, preset, options }: ServerInput): string {
  const what = description === "" ? "" : `: ${visible(description)}`;
  const choices =
    options === undefined ? "" : `, one of ${options.map(({ value }) => word(value)).join(" ")}`;
  return `${visible(id)}${what}${choices}${preset === undefined ? "" : `, by default ${word(preset)}`}`;
}
