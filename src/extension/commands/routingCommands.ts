import type { RouterWindow } from "../window/routerWindow";

export async function routeWorkspace(window: RouterWindow): Promise<void> {
  if (window.projects.all.length === 0) {
    void window.notices.answer("noFolder", "Open a folder first: secrets are routed by project.");
    return;
  }
  await window.optIn.set(true);
}

/** Running programs keep their environment and lose their lease, as with the kill switch. */
export async function stopRouting(window: RouterWindow): Promise<void> {
  await window.optIn.set(false);
  await Promise.all(window.sessions.routed.map(({ id }) => window.sessions.close(id)));
}
