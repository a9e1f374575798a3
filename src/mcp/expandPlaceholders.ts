import type { McpFileFormat } from "./mcpServer";

export interface PlaceholderFacts {
  readonly workspaceFolder: string | undefined;
  /** The path of a folder of the workspace by its name. */
  readonly folderNamed: (name: string) => string | undefined;
  readonly userHome: string;
  readonly pathSeparator: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the user has said, by the input's id. */
  readonly answers: ReadonlyMap<string, string>;
  /** A setting of the editor as text; undefined for one that is none. */
  readonly setting: (id: string) => string | undefined;
  /**
   * Whether the outcome is for somebody to read, before anything starts. Variables of the environment then stand there by
   * their names: they may be secrets, and it is not the file that decides what they hold.
   */
  readonly isToBeRead: boolean;
}

// No system starts a program with more, and a long variable may stand in a text any number of times.
const maxLength = 1024 * 1024;

/**
 * Replaces what is known before a launch. Gives undefined where something is left, such as an input without an answer or
 * `${command:…}`, and where it would become too long: half a value would be worse than none.
 */
export function expandPlaceholders(
  text: string,
  placeholders: McpFileFormat["placeholders"],
  facts: PlaceholderFacts,
): string | undefined {
  let isWhole = true;
  let length = text.length;
  const expanded = text.replaceAll(placeholder, (whole, inner: string) => {
    const value = placeholderValue(inner, placeholders, facts);
    length += value === undefined ? 0 : value.length - whole.length;
    if (length > maxLength) isWhole = false;
    if (!isWhole) return "";
    if (value !== undefined) return value;
    // A shell-like placeholder without a value stays as it is, as in the editor.
    if (placeholders === "editor" || /^(input|command|config):/.test(inner)) isWhole = false;
    return whole;
  });
  return isWhole ? expanded : undefined;
}

/** The ids of the inputs that a text needs. */
export function inputsIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].flatMap(([, inner = ""]) => {
    const [kind, id] = split(inner);
    return kind === "input" && id !== undefined ? [id] : [];
  });
}

const placeholder = /\$\{([^{}]*)\}/g;

function placeholderValue(
  inner: string,
  placeholders: McpFileFormat["placeholders"],
  facts: PlaceholderFacts,
): string | undefined {
  const [kind, argument] = split(inner);
  if (argument !== undefined && kind === "env")
    return facts.isToBeRead ? `\${env:${argument}}` : (variable(argument, facts) ?? "");
  if (argument !== undefined && kind === "input") return facts.answers.get(argument);
  if (argument !== undefined && kind === "config") return facts.setting(argument);
  if (argument !== undefined && kind === "workspaceFolder") return facts.folderNamed(argument);
  if (inner === "workspaceFolder") return facts.workspaceFolder;
  if (inner === "workspaceFolderBasename") return facts.workspaceFolder?.split(/[\\/]/).at(-1);
  if (inner === "userHome") return facts.userHome;
  if (inner === "pathSeparator" || inner === "/") return facts.pathSeparator;
  if (placeholders === "editor") return undefined;
  const [, name, , fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(:-([\s\S]*))?$/.exec(inner) ?? [];
  if (name === undefined) return undefined;
  const value = variable(name, facts);
  if (value === undefined) return fallback;
  return facts.isToBeRead ? `\${${name}}` : value;
}

/** An environment also answers for what every object has. */
function variable(name: string, { environment }: PlaceholderFacts): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

/** `kind:argument`; the argument may hold colons of its own. */
function split(inner: string): readonly [string, string | undefined] {
  const colon = inner.indexOf(":");
  return colon < 0 ? [inner, undefined] : [inner.slice(0, colon), inner.slice(colon + 1)];
}
