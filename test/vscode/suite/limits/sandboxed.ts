import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { routeServer, unrouteServer } from "../../../../src/extension/commands/serverCommands";
import { resolutionReport } from "../../../../src/extension/reports/resolutionReport";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { answeringMessages } from "../answeringMessages";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { sampleFolder } from "../launch";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

describe("a server that asks for a sandbox", () => {
  const file = join(sampleFolder().uri.fsPath, ".vscode", "mcp.json");
  const key = `${file}#boxed`;

  before(() => {
    const servers = { boxed: { command: "node", env: { OPENAI_API_KEY: "made-up" }, sandboxEnabled: true } };
    writeFileSync(file, JSON.stringify({ servers }));
  });

  after(() => rmSync(file));

  it("is neither routed nor left out by a command, which says why, and the report says so too", async () => {
    const window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
    try {
      const said = await answeringMessages(
        () => undefined,
        async () => {
          await routeServer(window, key);
          await unrouteServer(window, key);
        },
      );
      const refusal = '"boxed" asks for a sandbox (sandboxEnabled), which it would lose if it were routed.';
      assert.deepEqual(
        said.filter((message) => message.includes("boxed")),
        [refusal, refusal],
      );
      assert.equal(window.servers.isRouted(key), true);
      assert.match(await resolutionReport(window), /MCP server boxed\n +It asks for a sandbox[^\n]*\n\n/);
    } finally {
      await window.close();
    }
  });
});
