import * as vscode from "vscode";
import type { RouterWindow } from "../window/routerWindow";
import { refresh } from "./refresh";
import { refreshWords } from "./refreshWords";

const shownMs = 5_000;

/** Has running programs read one secret again, and says what came of it. */
export async function refreshSecret(window: RouterWindow, name: string | undefined): Promise<void> {
  if (name !== undefined) await refreshAndTell(window, name);
}

export async function refreshSecrets(window: RouterWindow): Promise<void> {
  await refreshAndTell(window, undefined);
}

async function refreshAndTell(window: RouterWindow, name: string | undefined): Promise<void> {
  const results = await refresh(window, name === undefined ? [] : [name]);
  const isKilled = window.control.current.killed !== null;
  const words = refreshWords({ name, results, isKilled, isMissing: isMissing(window, name) });
  vscode.window.setStatusBarMessage(words, shownMs);
}

function isMissing({ sessions }: RouterWindow, name: string | undefined): boolean {
  const told = sessions.routed.flatMap(({ broker }) =>
    broker.status().names.filter((each) => each.name === name),
  );
  return told.length > 0 && told.every(({ state }) => state === "missing");
}
