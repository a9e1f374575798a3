import { assertFollowsAtOnce } from "../followsAtOnce";
import { newOutputPath } from "../launch";
import { openTerminal } from "../terminal";
import { env } from "../values";
import { routeTerminals } from "./routeTerminals";

describe("a program that runs in a routed terminal", () => {
  before(routeTerminals);

  it("follows a switch of the mode, the kill switch and its end within a second", async function () {
    this.timeout(90_000);
    const out = newOutputPath();
    const terminal = openTerminal({ ...env, OUT: out });
    try {
      terminal.sendText("node clock.js");
      await assertFollowsAtOnce(out);
    } finally {
      terminal.dispose();
    }
  });
});
