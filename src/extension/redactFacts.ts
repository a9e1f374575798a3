import { defaultNameRules, isRoutedName } from "../contract/secretNames";

export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

const redacted = "[redacted]";
// What holds a whole environment, a key or a handle, whatever it is called in the user's program.
const alwaysRedacted = ["env", "environment", "value", "key", "handle", "passphrase", "secret", "token"];

/** `name=value` pairs for the log. What stands under a secret's name never gets into it, at any level. */
export function redactFacts(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${isSecret(name) ? redacted : JSON.stringify(value)}`)
    .join(" ");
}

function isSecret(name: string): boolean {
  return alwaysRedacted.includes(name.toLowerCase()) || isRoutedName(name, defaultNameRules);
}
