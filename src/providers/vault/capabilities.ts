import { shapeError } from "./auth/tokenState";
import type { MountTable } from "./kv/mountTable";
import { dataPath } from "./kv/readSecret";
import { isSuccess, statusError } from "./statusError";
import { asObject, asTexts } from "./vaultJson";
import { splitPath } from "./vaultPath";
import type { VaultSession } from "./vaultSession";

/**
 * What the token may do with each path (as a reference has it): `read`, `update`, `patch`, `deny`, `root` and so on.
 *
 * @throws RouterError
 */
export async function readCapabilities(
  session: VaultSession,
  mounts: MountTable,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = new Map<string, string>();
  for (const path of paths) {
    const segments = splitPath(path);
    const mount = await mounts.find(segments, signal);
    wanted.set(path, mount === undefined ? path : decodeURIComponent(dataPath(mount, segments)));
  }
  if (wanted.size === 0) return new Map();
  const call = { method: "POST", path: "sys/capabilities-self", signal } as const;
  const answer = await session.call({ ...call, json: { paths: [...wanted.values()] } });
  if (!isSuccess(answer)) throw statusError(answer, session.address, call.path);
  const data = asObject(answer.body?.["data"]) ?? answer.body;
  if (data === undefined) throw shapeError(session.address, call.path);
  return new Map([...wanted].map(([path, asked]) => [path, asTexts(data[asked])]));
}

export function mayRead(capabilities: readonly string[]): boolean {
  return capabilities.includes("read") || capabilities.includes("root");
}
