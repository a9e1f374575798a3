import * as vscode from "vscode";
import { readSetting } from "../settings";
import { whyNoTerminals } from "../terminals/whyNoTerminals";
import type { RouterWindow } from "../window/routerWindow";

const setting = "secretRouter.routeTerminals";

export async function routeTerminals(window: RouterWindow): Promise<void> {
  const { terminalChoice, environment, notices } = window;
  await terminalChoice.set("on");
  const why = whyNoTerminals(environment, vscode.env.appRoot);
  if (why !== undefined) {
    void notices.answer("terminalsPackaging", why);
    return;
  }
  if (readSetting(setting) !== "off") return;
  const open = "Open Settings";
  const choice = await notices.answer(
    "terminalsOff",
    "Your settings turn the routing of terminals off, in every workspace.",
    open,
  );
  if (choice === open) await vscode.commands.executeCommand("workbench.action.openSettings", setting);
}

export async function stopRoutingTerminals({ terminalChoice }: RouterWindow): Promise<void> {
  await terminalChoice.set("off");
}
