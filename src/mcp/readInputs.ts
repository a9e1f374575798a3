import type { InputOption, ServerInput } from "./mcpServer";
import { isObject } from "./readServers";

/**
 * The inputs of a list, in the shape of the editor's `inputs`. Those of type `command` are left out: a repository would
 * choose which of the editor's commands runs.
 */
export function readInputs(list: unknown): readonly ServerInput[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const input = isObject(entry) ? readInput(entry) : undefined;
    return input === undefined ? [] : [input];
  });
}

function readInput(entry: Readonly<Record<string, unknown>>): ServerInput | undefined {
  const { id, type, description, default: preset, password, options } = entry;
  if (typeof id !== "string" || id === "") return undefined;
  const common = {
    id,
    description: typeof description === "string" ? description : "",
    preset: typeof preset === "string" ? preset : undefined,
    isPassword: password === true,
  };
  if (type === "promptString") return { ...common, options: undefined };
  if (type !== "pickString" || !Array.isArray(options)) return undefined;
  return { ...common, options: options.flatMap(readOption) };
}

function readOption(option: unknown): readonly InputOption[] {
  if (typeof option === "string") return [{ label: option, value: option }];
  if (!isObject(option)) return [];
  const { label, value } = option;
  return typeof label === "string" && typeof value === "string" ? [{ label, value }] : [];
}
