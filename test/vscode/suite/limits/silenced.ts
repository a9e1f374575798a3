import assert from "node:assert/strict";
import * as vscode from "vscode";
import { Notices } from "../../../../src/extension/notices";
import type { RouterWindow } from "../../../../src/extension/window/routerWindow";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { until } from "../../../support/until";
import { type Answer, answeringMessages } from "../answeringMessages";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";
import { openTerminal } from "../terminal";

const never = "Don't Show Again";
const offer = /^Secret Router can serve this workspace's programs/;
const question = /^Secret Router can also route the Node programs/;

describe("a notification that the user has silenced stays away for good:", () => {
  it("the offer to route, in every workspace", async () => {
    const first = contextOfItsOwn(ownExtension());
    const { globalState } = first;
    assert.equal(count(offer, await saidByWindow(first, press(offer, never))), 1);
    await until(() => globalState.keys().length > 0, { what: "the answer to be kept" });
    assert.equal(
      count(offer, await saidByWindow(contextOfItsOwn(ownExtension(), { globalState }), close)),
      0,
    );
    assert.equal(count(offer, await saidByWindow(contextOfItsOwn(ownExtension()), close)), 1);
  });

  it("the question about terminals, in its workspace", async () => {
    const { workspaceState } = contextOfItsOwn(ownExtension());
    const asked = async (answer: Answer): Promise<number> => {
      const context = contextOfItsOwn(ownExtension(), { workspaceState });
      return count(question, await saidByWindow(context, answer, ({ optIn }) => optIn.set(true)));
    };
    const terminal = openTerminal();
    try {
      assert.equal(await asked(press(question, "Not Now")), 1);
      assert.equal(await asked(press(question, never)), 1);
      await until(() => workspaceState.get("secretRouter.terminals") === "off", {
        what: "the answer to be kept",
      });
      assert.equal(await asked(close), 0);
    } finally {
      terminal.dispose();
    }
  });

  it("what is told more than once, each by itself", async () => {
    const { globalState } = contextOfItsOwn(ownExtension());
    const said = (answer: Answer): Promise<readonly string[]> =>
      answeringMessages(answer, async () => {
        const notices = new Notices(globalState);
        await notices.tell("stored", "Stored.");
        await notices.warn("serverLacksVariables", "Lacking.", "Mend It");
        await notices.tell("excluded", "Excluded.");
      });
    const all = ["Stored.", "Lacking.", "Excluded."];
    assert.deepEqual(await said(close), all);
    assert.deepEqual(await said(press(/^(Stored|Lacking)/, never)), all);
    assert.deepEqual(await said(close), ["Excluded."]);
  });

  it("what a command comes to, which then stands in the status bar for a moment", async () => {
    const { globalState } = contextOfItsOwn(ownExtension());
    const original = vscode.window.setStatusBarMessage;
    const stood: string[] = [];
    Object.assign(vscode.window, { setStatusBarMessage: (text: string) => void stood.push(text) });
    const said = (answer: Answer): Promise<readonly string[]> =>
      answeringMessages(answer, async () => {
        await new Notices(globalState).answer("connected", "Connected.");
      });
    try {
      assert.deepEqual([await said(press(/^Connected/, never)), stood], [["Connected."], []]);
      assert.deepEqual([await said(close), stood], [[], ["Connected."]]);
    } finally {
      Object.assign(vscode.window, { setStatusBarMessage: original });
    }
  });
});

describe("the offer to route", () => {
  it("routes the workspace when that is pressed, and the next window routes it without asking", async () => {
    const { workspaceState } = contextOfItsOwn(ownExtension());
    const isRouted = async ({ optIn }: RouterWindow): Promise<void> => {
      await until(() => optIn.isGiven, { what: "the workspace to be routed" });
    };
    const next = (): vscode.ExtensionContext => contextOfItsOwn(ownExtension(), { workspaceState });
    assert.equal(count(offer, await saidByWindow(next(), press(offer, "Route This Workspace"), isRouted)), 1);
    assert.equal(count(offer, await saidByWindow(next(), close, isRouted)), 0);
  });

  it("shows how when that is pressed, routes nothing, and is made again in other workspaces only", async () => {
    const { globalState, workspaceState } = contextOfItsOwn(ownExtension());
    assert.deepEqual(walkthroughs(), []);
    const said = await saidByWindow(
      contextOfItsOwn(ownExtension(), { globalState, workspaceState }),
      press(offer, "Show How"),
      async ({ optIn }) => {
        await until(() => walkthroughs().length === 1, { what: "the walkthrough" });
        assert.equal(optIn.isGiven, false);
      },
    );
    assert.equal(count(offer, said), 1);
    await vscode.window.tabGroups.close(walkthroughs());
    await until(() => workspaceState.keys().length > 0, { what: "the answer to be kept" });
    const again = contextOfItsOwn(ownExtension(), { globalState, workspaceState });
    assert.equal(count(offer, await saidByWindow(again, close)), 0);
    const elsewhere = contextOfItsOwn(ownExtension(), { globalState });
    assert.equal(count(offer, await saidByWindow(elsewhere, close)), 1);
  });
});

/** The editor shows them in its welcome page, which nobody else opens here. */
function walkthroughs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ label }) => /^(Welcome|Walkthrough)/.test(label));
}

/** What a window says from its start to its end. */
function saidByWindow(
  context: vscode.ExtensionContext,
  answer: Answer,
  work: (window: RouterWindow) => Promise<void> = async () => undefined,
): Promise<readonly string[]> {
  return answeringMessages(answer, async () => {
    const window = await startRouterWindow(context, silentLog);
    try {
      await work(window);
    } finally {
      await window.close();
    }
  });
}

function press(pattern: RegExp, button: string): Answer {
  return (message, buttons) => {
    if (!pattern.test(message)) return undefined;
    assert.ok(buttons.includes(button), `${message} has no button ${button}`);
    return button;
  };
}

function close(): undefined {
  return undefined;
}

function count(pattern: RegExp, said: readonly string[]): number {
  return said.filter((message) => pattern.test(message)).length;
}
