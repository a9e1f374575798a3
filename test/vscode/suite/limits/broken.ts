import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { handleVariable } from "../../../../src/contract/variables";
import { ownLog } from "../../rig/ownLog";
import { sampleFolder } from "../launch";
import { type Outcome, outcomeOf } from "../outcomeOf";
import { fromVault } from "../values";

type Broken = Readonly<Record<string, unknown>>;

const folder = sampleFolder().uri.fsPath;
const pipe = join(folder, "pipe.env");

// What it was given, to be compared.
const tell = `
const fs = require("node:fs");
const [out] = process.argv.slice(2);
fs.writeFileSync(out + ".new", JSON.stringify({ env: { ...process.env }, execArgv: process.execArgv }));
fs.renameSync(out + ".new", out);
`;

const broken: Readonly<Record<string, Broken>> = {
  "an env that is null": { env: null },
  "an env that is a text": { env: "EXTRA=made-up" },
  "an env of numbers, flags, nothing and objects": {
    env: { NUMBER: 7, FLAG: true, NOTHING: null, NESTED: { inner: 1 }, LIST: [1, "two"] },
  },
  "NODE_OPTIONS that no Node knows": { env: { NODE_OPTIONS: "--no-such-option" } },
  "an envFile that is missing": { envFile: "${workspaceFolder}/none.env" },
  "an envFile that is a folder": { envFile: "${workspaceFolder}" },
  "an envFile that is a list": { envFile: ["launch.env"] },
  "an envFile that is a pipe": { envFile: pipe },
  "a runtimeExecutable that is a number": { runtimeExecutable: 7 },
  "a program that is nowhere": { program: join(folder, "none.js") },
  "a cwd that is a number": { cwd: 7 },
  "a console that nobody knows": { console: "made-up" },
  "no name": { name: undefined },
  "a type in capitals": { type: "Node" },
};
// The debugger takes these for a Node that reads its program from nobody, and waits.
const waiting: Readonly<Record<string, Broken>> = {
  "runtimeArgs that are a text": { runtimeArgs: "--no-warnings" },
  "no program": { program: undefined, args: [] },
};

const all = Object.entries({ ...broken, ...waiting });

describe("a launch that is broken goes as it would without us, with", () => {
  const plain = new Map<string, Outcome>();
  let writer: ChildProcess | undefined;

  before(async function () {
    this.timeout(240_000);
    writeFileSync(join(folder, "tell.js"), tell);
    execFileSync("mkfifo", [pipe]);
    // As a password manager does that offers a file of secrets: whoever reads gets them anew.
    const script = `trap "" PIPE; while :; do echo EXTRA=piped >"$0"; done`;
    writer = spawn("sh", ["-c", script, pipe], { stdio: "ignore" });
    for (const [what, configuration] of all) plain.set(what, await outcomeOf(configuration, what in waiting));
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
  });
  after(async () => {
    writer?.kill("SIGKILL");
    // A launch that the debugger refuses has had its session, and nobody tells us that it is not needed.
    await vscode.commands.executeCommand("secretRouter.stopRouting");
  });

  for (const [what, configuration] of all) {
    it(what, async () => {
      const outcome = await outcomeOf(configuration, what in waiting);
      if (outcome.told !== undefined) assert.equal(outcome.told.env["OPENAI_API_KEY"], fromVault);
      assert.deepEqual(withoutOurs(outcome), withoutOurs(plain.get(what)));
    });
  }

  it("not an error of ours", () => {
    const log = ownLog(dirname(process.env["SECRET_ROUTER_TEST_RESULTS"] ?? ""));
    assert.match(log, /Started/);
    assert.doesNotMatch(log, /\[error\]/);
  });
});

/** Without what differs between any two launches, and what a routed one is given. */
function withoutOurs(outcome: Outcome | undefined): unknown {
  if (outcome?.told === undefined) return outcome;
  const { execArgv, env } = outcome.told;
  const compared = Object.entries(env)
    .filter(([name]) => !["VSCODE_INSPECTOR_OPTIONS", handleVariable, "OPENAI_API_KEY"].includes(name))
    .map(([name, value]) => [name, name === "NODE_OPTIONS" ? optionsWithoutOurs(value) : value]);
  return { ...outcome, told: { execArgv, env: Object.fromEntries(compared) } };
}

function optionsWithoutOurs(nodeOptions: string): readonly string[] {
  return nodeOptions
    .replace(/--require "[^"]+preload\.cjs"/, "")
    .trim()
    .split(/\s+/);
}
