import { SecretValue } from "../core/secretValue";
import type { CommandContext } from "./context";

export async function askSecret(context: CommandContext, _label: string): Promise<SecretValue> {
  let text = "";
  for await (const chunk of context.stdin) text += String(chunk);
  return new SecretValue(text.replace(/\r?\n$/, ""));
}

export function askPassphrase(
  _context: CommandContext,
): (attempt: number) => Promise<SecretValue | undefined> {
  return async () => undefined;
}
