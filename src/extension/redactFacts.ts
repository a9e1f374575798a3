import { defaultNameRules, isRoutedName } from "../contract/secretNames";

export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

const redacted = "[redacted]";
// What holds a whole environment, a key or a handle, as the last word of a name such as `apiKey` or `github_token`.
const redactedWords = /(env|environment|value|key|handle|passphrase|password|secret|token)$/i;

/** `name=value` pairs for the log. What stands under a secret's name never gets into it, at any level. */
export function redactFacts(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${isSecret(name) ? redacted : JSON.stringify(value)}`)
    .join(" ");
}

function isSecret(name: string): boolean {
  return redactedWords.test(name) || isRoutedName(name, defaultNameRules);
}
