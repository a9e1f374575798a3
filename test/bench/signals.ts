import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../support/until";

const waitMs = 240_000;

/** Says that a point is reached, to whoever waits for it in another process. */
export function signal(folder: string, name: string): void {
  writeFileSync(join(folder, `reached-${name}`), "");
}

/** Waits for that; what the other side may still be waited for ends with it. */
export async function reached(folder: string, name: string): Promise<void> {
  const isThere = (point: string) => existsSync(join(folder, `reached-${point}`));
  await until(() => isThere(name) || isThere("end"), { what: name, timeoutMs: waitMs });
  if (!isThere(name)) throw new Error(`It ended before ${name}.`);
}
