import { requestRefresh, type SessionRefresh } from "../../broker/requestRefresh";
import type { RouterWindow } from "../window/routerWindow";

/** Running programs get what the vault holds now. */
export async function refresh(
  window: RouterWindow,
  names: readonly string[],
): Promise<readonly SessionRefresh[]> {
  const { directories, audit } = window;
  window.projects.refresh();
  await window.stored.refresh();
  return requestRefresh({ directories, audit, names });
}
