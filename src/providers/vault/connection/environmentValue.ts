import { RouterError } from "../../../core/routerError";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentValue {
  readonly variable: string;
  readonly text: string;
}

/** OpenBao's variable, else Vault's; an empty one counts as absent. */
export function environmentValue(environment: Environment, suffix: string): EnvironmentValue | undefined {
  for (const prefix of ["BAO_", "VAULT_"]) {
    const variable = `${prefix}${suffix}`;
    const text = Object.hasOwn(environment, variable) ? environment[variable]?.trim() : undefined;
    if (text !== undefined && text !== "") return { variable, text };
  }
  return undefined;
}

/** @throws RouterError CONFIG_INVALID; a switch that is neither on nor off must not fall to the unsafe side in silence. */
export function environmentSwitch(environment: Environment, suffix: string): boolean {
  const value = environmentValue(environment, suffix);
  if (value === undefined) return false;
  switch (value.text.toLowerCase()) {
    case "1":
    case "t":
    case "true":
      return true;
    case "0":
    case "f":
    case "false":
      return false;
    default:
      throw invalidVariable(
        value.variable,
        "is neither true nor false",
        "Set it to true or false, or unset it.",
      );
  }
}

/** Seconds, or a duration such as `500ms`, `30s` or `1m`, in milliseconds. */
export function environmentDuration(environment: Environment, suffix: string): number | undefined {
  const value = environmentValue(environment, suffix);
  if (value === undefined) return undefined;
  const [, number, unit = "s"] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(value.text) ?? [];
  const durationMs = Math.round(Number(number) * (unitMs[unit] ?? Number.NaN));
  if (durationMs > 0) return durationMs;
  throw invalidVariable(value.variable, "is no duration", "Write seconds or a duration, such as 5 or 500ms.");
}

/** @throws RouterError CONFIG_INVALID */
export function environmentCount(environment: Environment, suffix: string): number | undefined {
  const value = environmentValue(environment, suffix);
  if (value === undefined) return undefined;
  if (/^\d{1,2}$/.test(value.text)) return Number(value.text);
  throw invalidVariable(value.variable, "is no whole number up to 99", "Write a number, such as 2.");
}

/** Never repeats the value: it may be one that was meant for another variable. */
export function invalidVariable(variable: string, why: string, nextStep: string): RouterError {
  return new RouterError("CONFIG_INVALID", `The environment variable ${variable} ${why}.`, nextStep);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
