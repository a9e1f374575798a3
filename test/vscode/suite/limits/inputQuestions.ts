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

describe("what starts ask for", () => {
  const file = join(sampleFolder().uri.fsPath, ".vscode", "mcp.json");
  const register = Object.getOwnPropertyDescriptor(vscode.lm, registering);
  const { showInputBox, showWarningMessage } = vscode.window;
  /** The editor's one box: a new question hides the one that stands in it. */
  let standing: { readonly prompt: string; readonly answer: (text: string | undefined) => void } | undefined;
  let provider: Provider | undefined;
  let window: RouterWindow | undefined;

  const show = (
    { prompt = "" }: vscode.InputBoxOptions,
    token?: vscode.CancellationToken,
  ): Promise<string | undefined> => {
    standing?.answer(undefined);
    return new Promise((resolve) => {
      const own = {
        prompt,
        answer: (text: string | undefined): void => {
          if (standing === own) standing = undefined;
          resolve(text);
        },
      };
      standing = own;
      token?.onCancellationRequested(() => own.answer(undefined));
    });
  };
  const untilAsked = (prompt: string | undefined): Promise<unknown> =>
    until(() => standing?.prompt === prompt, { what: `the question ${prompt}` });
  const answer = async (prompt: string, text: string | undefined): Promise<void> => {
    await untilAsked(prompt);
    standing?.answer(text);
  };
  const start = (name: string, token = new vscode.CancellationTokenSource().token): Starting => {
    const definition = new vscode.McpStdioServerDefinition(`${name} (routed)`, "node");
    return Promise.resolve(provider?.resolveMcpServerDefinition?.(definition, token));
  };
  const argumentsOf = async (starting: Starting): Promise<readonly string[]> => {
    const started = await starting;
    assert.ok(started instanceof vscode.McpStdioServerDefinition);
    return started.args.slice(1);
  };

  before(() => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders themselves
    const servers = {
      one: { command: "node", args: ["print.js", "${input:host}", "${input:port}"] },
      two: { command: "node", args: ["print.js", "${input:region}"] },
      three: { command: "node", args: ["print.js"] },
    };
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
    const inputs = ["host", "port", "region"].map((id) => ({ id, type: "promptString" }));
    writeFileSync(file, JSON.stringify({ servers, inputs }));
    assert.ok(register !== undefined);
    const keep = (_id: string, given: Provider): vscode.Disposable => {
      provider = given;
      return vscode.Disposable.from();
    };
    Object.defineProperty(vscode.lm, registering, { ...register, value: keep });
    const agree = async (): Promise<string> => "Start Routed";
    Object.assign(vscode.window, { showInputBox: show, showWarningMessage: agree });
  });

  beforeEach(async () => {
    standing = undefined;
    window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
    await window.optIn.set(true);
  });

  afterEach(() => window?.close());

  after(() => {
    if (register !== undefined) Object.defineProperty(vscode.lm, registering, register);
    Object.assign(vscode.window, { showInputBox, showWarningMessage });
    rmSync(file);
  });

  it("comes one after the other, the passphrase too, and what one server asks for in a row", async () => {
    const passphrase = window?.passphrase.askOnce(1);
    await untilAsked("The passphrase of your store");
    const [one, two] = [start("one"), start("two")];
    // One that asks for nothing has come further than both by the time it starts.
    assert.deepEqual(await argumentsOf(start("three")), []);
    await answer("The passphrase of your store", "made-up-passphrase");
    assert.equal((await passphrase)?.reveal(), "made-up-passphrase");
    await answer("host", "example.test");
    await answer("port", "80");
    await answer("region", "eu");
    assert.deepEqual(await argumentsOf(one), ["example.test", "80"]);
    assert.deepEqual(await argumentsOf(two), ["eu"]);
  });

  it("is taken away when the editor calls the start off, or the server is left out, and the next one comes", async () => {
    const source = new vscode.CancellationTokenSource();
    const one = start("one", source.token);
    await untilAsked("host");
    const two = start("two");
    source.cancel();
    assert.equal(await one, undefined);
    await untilAsked("region");
    await window?.servers.set(`${file}#two`, false);
    assert.equal(await two, undefined);
    await untilAsked(undefined);
    await window?.servers.set(`${file}#two`, true);
  });

  it("keeps nobody waiting when the window ends", async () => {
    const [one, two] = [start("one"), start("two")];
    await until(() => standing !== undefined, { what: "a question" });
    await window?.close();
    assert.equal(await one, undefined);
    assert.equal(await two, undefined);
    assert.equal(standing, undefined);
  });
});
