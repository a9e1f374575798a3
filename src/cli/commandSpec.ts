/** One command as data: its help, its completion and its reference page are all made from this. */
export interface CommandSpec {
  /** What the user types after the program's name; a group's commands have two words, as in `vault login`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** Written out only where it does not follow from the operands and flags. */
  readonly usage?: readonly string[];
  readonly operands: readonly OperandSpec[];
  readonly flags: readonly FlagSpec[];
  /** Paragraphs below the summary. */
  readonly notes: readonly string[];
  readonly examples: readonly Example[];
  /** What the common flag `--json` does, where it is not what all commands do. */
  readonly json?: string;
  /** Said instead of the plain refusal when there are too many operands. */
  readonly surplus?: { readonly message: string; readonly nextStep: string };
}

export interface OperandSpec {
  /** In capitals, as it stands in the usage line. */
  readonly name: string;
  readonly summary: string;
  readonly required?: true;
  readonly repeats?: true;
  readonly choices?: readonly string[];
  readonly file?: true;
}

export interface FlagSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly summary: string;
  /** The value's placeholder in capitals; a flag without one is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly file?: true;
}

export interface Example {
  /** Without the program's name unless something must stand before it. */
  readonly line: string;
  readonly does: string;
}

export const programName = "secret-router";

const jsonFlag: FlagSpec = { name: "json", summary: "print one JSON document instead of text" };
const helpFlag: FlagSpec = { name: "help", summary: "show this help" };

/** A command's own flags and those that all have. */
export function flagsOf(spec: CommandSpec): readonly FlagSpec[] {
  return [...spec.flags, { ...jsonFlag, summary: spec.json ?? jsonFlag.summary }, helpFlag];
}

/** The lines that say how the command is typed, without the program's name. */
export function usageOf(spec: CommandSpec): readonly string[] {
  if (spec.usage !== undefined) return spec.usage;
  const operands = spec.operands.map(({ name, required, repeats, choices }) => {
    const word = `${choices === undefined ? name : choices.join("|")}${repeats === true ? "..." : ""}`;
    return required === true ? word : `[${word}]`;
  });
  const flags = spec.flags.map(({ name, value }) => `[--${name}${value === undefined ? "" : ` ${value}`}]`);
  return [[spec.name, ...operands, ...flags].join(" ")];
}
