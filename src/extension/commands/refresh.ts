import { requestRefresh } from "../../broker/requestRefresh";
import type { RouterWindow } from "../window/routerWindow";

/** Running programs get what the vault holds now. */
export async function refresh(window: RouterWindow, names: readonly string[]): Promise<void> {
  const { directories, audit } = window;
  window.projects.refresh();
  await window.stored.refresh();
  await requestRefresh({ directories, audit, names });
}
