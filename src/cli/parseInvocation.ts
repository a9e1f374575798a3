import { parseArgs } from "node:util";
import { closest } from "../core/closest";
import { type CommandSpec, type FlagSpec, flagsOf } from "./commandSpec";
import type { Invocation } from "./invocation";
import { seeHelp, usageError } from "./usageError";

/**
 * Reads the words after a command's name. Stricter than `parseArgs` and silent about values: a word that does not
 * belong may be a secret that was pasted into the wrong place, so only flag names are ever repeated.
 * @throws RouterError USAGE.
 */
export function parseInvocation(spec: CommandSpec, words: readonly string[]): Invocation {
  const flags = flagsOf(spec);
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      flags.map((flag) => [
        flag.name,
        {
          type: flag.value === undefined ? "boolean" : "string",
          ...(flag.name === "help" ? { short: "h" } : {}),
        },
      ]),
    ),
  });
  const operands: string[] = [];
  const values = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (flag === undefined) throw unknownFlag(spec, token.rawName, flags);
    if (values.has(flag.name)) throw usageError(`--${flag.name} was given twice.`, seeHelp(spec.name));
    values.set(flag.name, flagValue(spec, flag, token.value, token.inlineValue === true));
  }
  // Help is wanted most when the rest is not right yet.
  if (!values.has("help")) checkOperands(spec, operands);
  return { operands, flags: values };
}

function flagValue(
  spec: CommandSpec,
  flag: FlagSpec,
  value: string | undefined,
  inline: boolean,
): string | true {
  if (flag.value === undefined) {
    if (value === undefined) return true;
    throw usageError(`--${flag.name} takes no value.`, seeHelp(spec.name));
  }
  // `--mode --json` is a forgotten value; one that does begin with a dash is written as --flag=-x.
  if (value === undefined || value === "" || (!inline && value.startsWith("-"))) {
    throw usageError(`--${flag.name} needs a value: ${flag.value}.`, seeHelp(spec.name));
  }
  if (flag.choices !== undefined) checkChoice(spec, `--${flag.name}`, value, flag.choices);
  return value;
}

function checkOperands(spec: CommandSpec, operands: readonly string[]): void {
  spec.operands.forEach((operand, index) => {
    const value = operands[index];
    if (value === undefined) {
      if (operand.required !== true) return;
      throw usageError(`${spec.name} needs ${operand.name}: ${operand.summary}.`, seeHelp(spec.name));
    }
    if (value === "") throw usageError(`${operand.name} is empty.`, seeHelp(spec.name));
    if (operand.choices !== undefined) checkChoice(spec, operand.name, value, operand.choices);
  });
  const last = spec.operands.at(-1);
  if (last?.repeats === true || operands.length <= spec.operands.length) return;
  const { message, nextStep } = spec.surplus ?? {
    message: `${spec.name} was given ${countWords(operands.length - spec.operands.length)} too many.`,
    nextStep: seeHelp(spec.name),
  };
  throw usageError(message, nextStep);
}

function checkChoice(spec: CommandSpec, what: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const meant = closest(value, choices);
  throw usageError(
    `${what} must be one of ${choices.join(", ")}.`,
    meant === undefined ? seeHelp(spec.name) : `Did you mean ${meant}?`,
  );
}

function unknownFlag(spec: CommandSpec, rawName: string, flags: readonly FlagSpec[]) {
  const meant = closest(
    rawName.replace(/^-+/, ""),
    flags.map(({ name }) => name),
  );
  return usageError(
    `${spec.name} has no flag ${rawName}.`,
    meant === undefined ? seeHelp(spec.name) : `Did you mean --${meant}? ${seeHelp(spec.name)}`,
  );
}

function countWords(count: number): string {
  return count === 1 ? "one argument" : `${count} arguments`;
}
