import { usageError } from "./usageError";

/** What the user typed after a command's name, checked against its spec. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, string | true>;
}

export function hasFlag(invocation: Invocation, name: string): boolean {
  return invocation.flags.has(name);
}

export function flagText(invocation: Invocation, name: string): string | undefined {
  const value = invocation.flags.get(name);
  return value === true ? undefined : value;
}

/** @throws RouterError USAGE unless the flag's value is a number from `min` to `max`. */
export function flagNumber(
  invocation: Invocation,
  name: string,
  { min, max, whole }: { readonly min: number; readonly max: number; readonly whole: boolean },
): number | undefined {
  const text = flagText(invocation, name);
  if (text === undefined) return undefined;
  const pattern = whole ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,9})?$/;
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usageError(
    `--${name} must be ${whole ? "a whole number" : "a number"} from ${min} to ${max}.`,
    `Write it as in --${name} ${Math.min(25, max)}.`,
  );
}

/** The first operand, which the spec calls required. */
export function firstOperand(invocation: Invocation): string {
  const [first] = invocation.operands;
  if (first === undefined) throw usageError("An argument is missing.", "Add it.");
  return first;
}
