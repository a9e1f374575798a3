import * as vscode from "vscode";
import type { StdioServer } from "../../mcp/mcpServer";
import { linkless } from "../linkless";
import { launchHash } from "./launchHash";
import { loadingVariables } from "./loadingVariables";

const stateKey = "secretRouter.approvedServers";

/**
 * Which launches the user has agreed to. The editor asks before it starts a server of a repository, but not before one
 * that an extension offers; so the question is ours, and it is bound to what is started and not to a name.
 */
export class LaunchApprovals {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /**
   * Asks at the first start and after each change of what is started.
   * @param fromFile the variables of its `envFile`, which may decide what runs as well as its own.
   */
  async isGiven(key: string, server: StdioServer, fromFile: ReadonlyMap<string, string>): Promise<boolean> {
    const loading = loadingVariables([...fromFile, ...server.env]);
    const hash = launchHash(server, loading);
    if (Object.hasOwn(this.#known, key) && this.#known[key] === hash) return true;
    const start = "Start Routed";
    // Not modal: some editors start servers by themselves, and nobody has asked for a dialog then.
    const choice = await vscode.window.showWarningMessage(
      linkless(
        `Start the MCP server "${server.name}" with secrets of your vault? It runs: ${[...loading, server.command, ...server.args].join(" ")}`,
      ),
      start,
      "Cancel",
    );
    if (choice !== start) return false;
    // Read again: another server's question may have been answered while this one stood open.
    await this.#state.update(stateKey, { ...this.#known, [key]: hash });
    return true;
  }

  get #known(): Readonly<Record<string, unknown>> {
    return this.#state.get<Readonly<Record<string, unknown>>>(stateKey, {});
  }
}
