import { canaryThreshold, hash32, isCanary } from "../contract/canary";
import { fitsEnvironment } from "../contract/environmentEntry";
import type { Launch } from "./broker";

/**
 * What a program that is not Node finds in its environment. It cannot be switched later, so its canary decision is made
 * once for each name, as for a process.
 * @param unit tells this launch from the next one.
 */
export function injectedValues(launch: Launch, unit: string): Readonly<Record<string, string>> {
  const { mode, canary, killed, known } = launch;
  const values: Record<string, string> = Object.create(null);
  if (killed !== null || mode === "off" || mode === "shadow") return values;
  const threshold = canaryThreshold(mode === "vault" ? 100 : canary);
  for (const [name, outcome] of known) {
    if (outcome.status !== "found" || !isCanary(hash32(`${unit}\0${name}`), 0, threshold)) continue;
    const text = outcome.value.reveal();
    // One value that no environment can carry would keep the program from starting.
    if (fitsEnvironment(name, text)) values[name] = text;
  }
  return values;
}
