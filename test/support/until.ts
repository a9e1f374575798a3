import { setTimeout as delay } from "node:timers/promises";

/** That what was waited for did not come in its time, and not that the looking for it went wrong. */
export class WaitedInVain extends Error {}

/** Polls until the condition gives a truthy value and returns it; fails with what it waited for at the deadline. */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: { readonly what: string; readonly timeoutMs?: number; readonly intervalMs?: number },
): Promise<NonNullable<T>> {
  const { what, timeoutMs = 20_000, intervalMs = 10 } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new WaitedInVain(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await delay(intervalMs);
  }
}
