import * as vscode from "vscode";
import { setContext } from "../contributions";
import { isStoreLocked } from "./isStoreLocked";
import type { RouterWindow } from "./routerWindow";

const lookMs = 1_000;

/** Keeps the context keys true, by which the manifest shows commands and ticks off the walkthrough's steps. */
export function followContextKeys(window: RouterWindow): vscode.Disposable {
  const { optIn, projects, control, sessions, stored, vaults } = window;
  const apply = (): void => {
    setContext("secretRouter.isRouting", optIn.isGiven);
    setContext("secretRouter.isKilled", control.current.killed !== null);
    const standings = vaults.all.map(({ standing }) => standing);
    setContext("secretRouter.isVaultLoggedOut", standings.includes("notLoggedIn"));
    setContext("secretRouter.isVaultUnreachable", standings.includes("unreachable"));
    setContext("secretRouter.isVaultConnected", standings.includes("connected"));
    setContext("secretRouter.mode", projects.of(undefined)?.configuration.mode ?? "shadow");
    setContext("secretRouter.hasStored", (stored.current?.size ?? 0) > 0);
    setContext("secretRouter.isStoreLocked", isStoreLocked(stored.problem));
  };
  let hasRead = false;
  let isSessionKilled = false;
  // Brokers do not tell of these.
  const look = (): void => {
    const statuses = sessions.routed.map(({ broker }) => broker.status());
    if (!hasRead && statuses.some(({ hits }) => hits.vault + hits.env > 0)) {
      hasRead = true;
      setContext("secretRouter.hasRead", true);
    }
    if (isSessionKilled === statuses.some(({ killed }) => killed !== null)) return;
    isSessionKilled = !isSessionKilled;
    setContext("secretRouter.isSessionKilled", isSessionKilled);
  };
  // No window is started without trust, and trust is taken back by a reload only.
  setContext("secretRouter.isTrusted", true);
  apply();
  const looking = setInterval(look, lookMs);
  return vscode.Disposable.from(
    ...[optIn, projects, control, stored, vaults].map(({ onDidChange }) =>
      (onDidChange as vscode.Event<unknown>)(apply),
    ),
    { dispose: () => clearInterval(looking) },
  );
}
