import { createHmac } from "node:crypto";
import type { ShownLaunch } from "./shownLaunch";

/**
 * Tells one launch of a server from another: what the user has agreed to is this and not a name.
 * @param key keeps the mark from being tested against guessed values, for some of them may be secrets.
 */
export function launchHash(launch: ShownLaunch, key: Buffer): string {
  const { command, args, cwd, variables, served, inputs } = launch;
  // Of a secret the name alone: a rotated value is no other program.
  const values = variables.map(({ name, value, kind }) => (kind === "secret" ? [name] : [name, value]));
  const parts = [command, args, cwd ?? null, values, served, inputs];
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex");
}
