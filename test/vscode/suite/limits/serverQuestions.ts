import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { RouterWindow } from "../../../../src/extension/window/routerWindow";
import { startRouterWindow } from "../../../../src/extension/window/startRouterWindow";
import { until } from "../../../support/until";
import { contextOfItsOwn } from "../contextOfItsOwn";
import { sampleFolder } from "../launch";
import { ownExtension } from "../ownExtension";
import { silentLog } from "../silentLog";

type Provider = vscode.McpServerDefinitionProvider;
type Starting = Promise<vscode.McpServerDefinition | null | undefined>;

const registering = "registerMcpServerDefinitionProvider";

describe("the question before a routed server's start", () => {
  const file = join(sampleFolder().uri.fsPath, ".vscode", "mcp.json");
  const register = Object.getOwnPropertyDescriptor(vscode.lm, registering);
  const warn = vscode.window.showWarningMessage;
  /** Each that is on the screen, with what answers it. */
  let open: { readonly message: string; readonly answer: (choice: string | undefined) => void }[] = [];
  let provider: Provider | undefined;
  let window: RouterWindow | undefined;

  const asked = (): readonly string[] =>
    open.map(({ message }) => /^Start the MCP server "(\w+)"/.exec(message)?.[1] ?? message);
  const start = (name: string, token = new vscode.CancellationTokenSource().token): Starting => {
    const definition = new vscode.McpStdioServerDefinition(`${name} (routed)`, "node");
    return Promise.resolve(provider?.resolveMcpServerDefinition?.(definition, token));
  };
  const answer = (choice: string | undefined): void => {
    const [first, ...others] = open;
    open = others;
    first?.answer(choice);
  };
  const untilAsked = (...names: readonly string[]): Promise<unknown> =>
    until(() => JSON.stringify(asked()) === JSON.stringify(names), { what: `the question for ${names}` });

  before(() => {
    const names = ["one", "two", "three"];
    const servers = Object.fromEntries(names.map((name) => [name, { command: "node", args: ["print.js"] }]));
    writeFileSync(file, JSON.stringify({ servers }));
    assert.ok(register !== undefined);
    const keep = (_id: string, given: Provider): vscode.Disposable => {
      provider = given;
      return vscode.Disposable.from();
    };
    Object.defineProperty(vscode.lm, registering, { ...register, value: keep });
    const show = (message: string): Promise<string | undefined> =>
      new Promise((resolve) => open.push({ message, answer: resolve }));
    Object.assign(vscode.window, { showWarningMessage: show });
  });

  beforeEach(async () => {
    open = [];
    window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
    await window.optIn.set(true);
  });

  afterEach(() => window?.close());

  after(() => {
    if (register !== undefined) Object.defineProperty(vscode.lm, registering, register);
    Object.assign(vscode.window, { showWarningMessage: warn });
    rmSync(file);
  });

  it("stands alone until it is answered, however many start together", async () => {
    const known = start("three");
    await untilAsked("three");
    answer("Start Routed");
    await known;
    const [one, two] = [start("one"), start("two")];
    await untilAsked("one");
    // One that needs no question passes both, and has come further than the second one by then.
    assert.ok((await start("three")) instanceof vscode.McpStdioServerDefinition);
    assert.deepEqual(asked(), ["one"]);
    answer("Cancel");
    assert.equal(await one, undefined);
    await untilAsked("two");
    answer("Start Routed");
    assert.ok((await two) instanceof vscode.McpStdioServerDefinition);
  });

  it("is not asked again of a start that waited for the answer to the same one", async () => {
    const [first, second] = [start("one"), start("one")];
    await untilAsked("one");
    answer("Start Routed");
    assert.ok((await first) instanceof vscode.McpStdioServerDefinition);
    assert.ok((await second) instanceof vscode.McpStdioServerDefinition);
    assert.deepEqual(asked(), []);
  });

  it("is taken from those that the editor calls off, in their turn or before it", async () => {
    const [first, second] = [new vscode.CancellationTokenSource(), new vscode.CancellationTokenSource()];
    const starts = [start("one", first.token), start("two", second.token), start("three")] as const;
    await untilAsked("one");
    second.cancel();
    assert.equal(await starts[1], undefined);
    assert.deepEqual(asked(), ["one"]);
    first.cancel();
    assert.equal(await starts[0], undefined);
    await untilAsked("one", "three");
    // Nobody can take it back from the screen, and nobody waits for it.
    answer("Start Routed");
    answer("Start Routed");
    assert.ok((await starts[2]) instanceof vscode.McpStdioServerDefinition);
    void start("one");
    await untilAsked("one");
  });

  it("is taken from a server that is left out, and from all when routing or the window ends", async () => {
    const [one, two] = [start("one"), start("two")];
    await untilAsked("one");
    await window?.servers.set(`${file}#one`, false);
    assert.equal(await one, undefined);
    await untilAsked("one", "two");
    await window?.optIn.set(false);
    assert.equal(await two, undefined);
    await window?.optIn.set(true);
    const last = start("three");
    await untilAsked("one", "two", "three");
    await window?.close();
    assert.equal(await last, undefined);
  });
});
