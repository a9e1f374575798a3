import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { directoriesOf } from "../../../../src/platform/directories";
import { until } from "../../../support/until";

/** Opts in for the workspace and its terminals, and gives the place of their session once it holds what they need. */
export async function routeTerminals(): Promise<string> {
  await vscode.commands.executeCommand("secretRouter.routeWorkspace");
  await vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
  return until(
    () => {
      const session = listSessions(directoriesOf(process.env)).find(
        ({ record }) => record.command === "Terminals",
      );
      const place = session?.record.directory;
      return place !== undefined && existsSync(join(place, "key")) ? place : undefined;
    },
    { what: "the terminals' session" },
  );
}
