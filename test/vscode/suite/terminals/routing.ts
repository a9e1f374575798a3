import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { listSessions } from "../../../../src/broker/listSessions";
import { type Handle, parseHandle } from "../../../../src/contract/handle";
import { directoriesOf } from "../../../../src/platform/directories";
import { storePlacesOf } from "../../../../src/providers/local/storePlaces";
import { until } from "../../../support/until";
import { newOutputPath, readSeen, type Seen, sampleFolder } from "../launch";
import { runInTerminal, runTask, startLoop } from "../terminal";
import { fromVault } from "../values";

const directories = directoriesOf(process.env);
const fromEnvironment = "env-value-of-the-terminal";
const env = { OPENAI_API_KEY: fromEnvironment };
const configurationPath = join(sampleFolder().uri.fsPath, "secret-router.json");

describe("a terminal", () => {
  it("is not routed before the user has opted in", async () => {
    assertPlain(await runInTerminal(env));
  });

  it("is not routed before the user has been asked", async () => {
    await vscode.commands.executeCommand("secretRouter.routeWorkspace");
    assertPlain(await runInTerminal(env));
    assert.deepEqual(sessions(), []);
  });

  it("is not routed where the settings say off, whatever was said of the workspace", async () => {
    await set("routeTerminals", "off");
    // Not awaited: it ends with a message that nobody answers here.
    void vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
    assertPlain(await runInTerminal(env));
    await vscode.commands.executeCommand("secretRouter.stopRoutingTerminals");
    await set("routeTerminals", undefined);
  });

  it("is not routed where a file of the workspace wants it", async () => {
    const settings = vscode.Uri.joinPath(sampleFolder().uri, ".vscode", "settings.json");
    const wanted = { "secretRouter.routeTerminals": "on", "secretRouter.routeAgentTerminals": true };
    await vscode.workspace.fs.writeFile(settings, Buffer.from(JSON.stringify(wanted)));
    assert.equal(vscode.workspace.getConfiguration().get("secretRouter.routeTerminals"), "ask");
    assertPlain(await runInTerminal(env));
    await vscode.workspace.fs.delete(settings);
  });

  describe("that the user wants routed", () => {
    before(async () => {
      await vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
      await until(() => sessions().length === 1 && existsSync(keyPath()), { what: "the terminals' session" });
    });

    it("serves its programs from the vault in vault mode", async () => {
      assert.equal((await runInTerminal(env)).value, fromVault);
    });

    it("is given a handle without a key, a process id and rules, and a preloader that outlives us", async () => {
      const { handle, nodeOptions } = await runInTerminal(env);
      const { keyHex, brokerPid, rules, directory } = handleOf(handle);
      assert.deepEqual([keyHex, brokerPid, rules], [null, 0, null]);
      assert.equal(directory, sessions()[0]?.record.directory);
      const key = readFileSync(keyPath(), "utf8");
      assert.match(key, /^[0-9a-f]{64}$/);
      assert.ok(![handle, nodeOptions].some((text) => text?.includes(key)));
      assert.match(nodeOptions, new RegExp(`^ --require "${directories.data}/preload/preload.cjs" $`));
    });

    it("serves a secret that only the store has, also where it is only listed", async () => {
      assert.equal((await runInTerminal({})).value, fromVault);
      const told = "JSON.stringify({ value: {...process.env}.OPENAI_API_KEY })";
      // Whole from the moment it has its name: it is looked for meanwhile.
      const code = `fs.writeFileSync(process.env.OUT + '.new', ${told}); fs.renameSync(process.env.OUT + '.new', process.env.OUT)`;
      assert.equal((await runInTerminal({}, `node -e "${code}"`)).value, fromVault);
    });

    it("keeps NODE_OPTIONS of its own", async () => {
      const seen = await runInTerminal({ ...env, NODE_OPTIONS: "--max-http-header-size=20004" });
      assert.deepEqual([seen.value, seen.maxHeaderSize], [fromVault, 20_004]);
      assert.ok(seen.nodeOptions.endsWith(" --max-http-header-size=20004"));
    });

    it("serves npm's scripts", async () => {
      assert.equal((await runInTerminal(env, "npm run print")).value, fromVault);
    });

    it("serves shell, process and npm tasks", async () => {
      const folder = sampleFolder();
      const shell = (own: Record<string, string>): vscode.Task =>
        task("shell", new vscode.ShellExecution("node print.js", { env: own, cwd: folder.uri.fsPath }));
      const program = (own: Record<string, string>): vscode.Task =>
        task(
          "process",
          new vscode.ProcessExecution("node", ["print.js"], { env: own, cwd: folder.uri.fsPath }),
        );
      const npm = (own: Record<string, string>): vscode.Task =>
        task("npm", new vscode.ShellExecution("npm run print", { env: own, cwd: folder.uri.fsPath }));
      for (const make of [shell, program, npm]) assert.equal((await runTask(make, env)).value, fromVault);
      const options = { NODE_OPTIONS: "--max-http-header-size=20005" };
      const seen = await runTask(shell, { ...env, ...options });
      assert.deepEqual([seen.value, seen.maxHeaderSize], [fromVault, 20_005]);
    });

    it("serves the tasks of tasks.json: a shell's, and a script of npm's own provider", async () => {
      const folder = sampleFolder().uri.fsPath;
      const [file, manifest] = [join(folder, ".vscode", "tasks.json"), join(folder, "package.json")];
      const before = readFileSync(manifest, "utf8");
      const outs = { shell: newOutputPath(), npm: newOutputPath() };
      // A task of a provider takes no variables, so the script sets them.
      const script = `OUT="${outs.npm}" OPENAI_API_KEY="${fromEnvironment}" node print.js`;
      writeFileSync(manifest, JSON.stringify({ name: "sample", scripts: { told: script } }));
      mkdirSync(join(folder, ".vscode"), { recursive: true });
      const options = { env: { ...env, OUT: outs.shell } };
      const tasks = [
        { label: "by the shell", type: "shell", command: "node print.js", options, problemMatcher: [] },
        { label: "by npm", type: "npm", script: "told", problemMatcher: [] },
      ];
      writeFileSync(file, JSON.stringify({ version: "2.0.0", tasks }));
      try {
        for (const [label, out] of [
          ["by the shell", outs.shell],
          ["by npm", outs.npm],
        ] as const) {
          const found = await until(() => taskOfFile(label), {
            what: `the task ${label}`,
            timeoutMs: 20_000,
          });
          const execution = await vscode.tasks.executeTask(found);
          assert.equal((await readSeen(out)).value, fromVault, label);
          execution.terminate();
        }
      } finally {
        rmSync(file);
        writeFileSync(manifest, before);
      }
    });

    it("serves an agent's programs only where the settings say so", async () => {
      const agent = { ...env, COPILOT_AGENT: "1" };
      assert.equal((await runInTerminal(agent)).value, fromEnvironment);
      await set("routeAgentTerminals", true);
      await until(() => readFileSync(join(directory(), "rules"), "utf8").includes('"routesAgents":true'), {
        what: "the permission",
      });
      assert.equal((await runInTerminal(agent)).value, fromVault);
      await set("routeAgentTerminals", undefined);
      await until(() => readFileSync(join(directory(), "rules"), "utf8").includes('"routesAgents":false'), {
        what: "the permission's end",
      });
      assert.equal((await runInTerminal(agent)).value, fromEnvironment);
    });

    it("reaches a running program with a change of the configuration, and lists it meanwhile", async () => {
      const before = readFileSync(configurationPath, "utf8");
      const { terminal, reads } = startLoop(env);
      try {
        await reads(fromVault, 20_000);
        const listed = await until(() => sessions()[0]?.processes[0], { what: "the program to be listed" });
        assert.match(listed.program ?? "", /loop\.js$/);
        writeFileSync(configurationPath, before.replace('"vault"', '"shadow"'));
        await reads(fromEnvironment);
        writeFileSync(configurationPath, before);
        await reads(fromVault);
      } finally {
        terminal.dispose();
        writeFileSync(configurationPath, before);
      }
    });

    it("is given the same values whatever the configuration says, and follows it", async () => {
      const before = readFileSync(configurationPath, "utf8");
      const given = await runInTerminal(env);
      const renamed = before.replace('"OPENAI_API_KEY": "local', '"EXTRA": "local');
      writeFileSync(configurationPath, renamed);
      try {
        await until(() => readFileSync(join(directory(), "rules"), "utf8").includes('"EXTRA"'), {
          what: "the new rules",
        });
        const seen = await until(
          async () => {
            const now = await runInTerminal({});
            return now.extra === fromVault ? now : undefined;
          },
          { what: "the new name to be served", timeoutMs: 20_000 },
        );
        assert.deepEqual(withoutInherited(seen), withoutInherited(given));
      } finally {
        writeFileSync(configurationPath, before);
        await until(() => !readFileSync(join(directory(), "rules"), "utf8").includes('"EXTRA"'), {
          what: "the old rules",
        });
      }
    });

    it("loses nothing when a name is mapped and another excluded while the store cannot be read", async () => {
      const before = readFileSync(configurationPath, "utf8");
      const { store } = storePlacesOf(directories);
      const [key, stored] = [readFileSync(keyPath(), "utf8"), readFileSync(store)];
      const { terminal, reads, lines } = startLoop(env);
      try {
        await reads(fromVault, 20_000);
        const readBefore = lines().length;
        writeFileSync(store, "made up, and no store");
        await until(() => statusOf("OPENAI_API_KEY")?.error === "STORE_CORRUPT", {
          what: "the store to fail",
        });
        const names = '"secrets": { "EXTRA": "local:OPENAI_API_KEY", ';
        const edited = before.replace(
          '"secrets": {',
          `"patterns": { "exclude": ["LEFT_OUT_TOKEN"] }, ${names}`,
        );
        writeFileSync(configurationPath, edited);
        await until(() => readFileSync(join(directory(), "rules"), "utf8").includes("LEFT_OUT_TOKEN"), {
          what: "the new rules",
        });
        await until(() => statusOf("EXTRA") !== undefined, { what: "the new name" });
        const generation = sessions()[0]?.lease?.generation ?? 0;
        await until(() => sessions()[0]?.processes.some((program) => program.generation >= generation), {
          what: "the program to have the new lease",
        });
        assert.deepEqual([...new Set(lines().slice(readBefore))], [fromVault]);
        assert.equal(readFileSync(keyPath(), "utf8"), key);
      } finally {
        writeFileSync(store, stored);
        terminal.dispose();
        writeFileSync(configurationPath, before);
        await until(() => statusOf("EXTRA") === undefined, { what: "the old names" });
      }
    });

    it("mends its session when a cleaner has removed it, for programs that run", async () => {
      const { terminal, reads } = startLoop(env);
      await reads(fromVault, 20_000);
      const [place, before] = [directory(), readFileSync(keyPath(), "utf8")];
      rmSync(place, { recursive: true });
      const key = join(place, "key");
      await until(() => existsSync(key) && readFileSync(key, "utf8") !== before, { what: "a new session" });
      // Whether it reads its environment meanwhile depends on which of the two looks first.
      await until(() => sessions()[0]?.processes.some(({ generation }) => generation > 0), {
        what: "the program to have the new lease",
      });
      await reads(fromVault);
      terminal.dispose();
    });

    it("leaves node working without the session and without the extension's own storage", () => {
      const nodeOptions = ` --require "${directories.data}/preload/preload.cjs" `;
      const handle = `1|0|-|@|-|${join(directory(), "..", "0".repeat(32))}`;
      const output = execFileSync(process.execPath, ["-p", "process.env.OPENAI_API_KEY"], {
        env: { ...env, NODE_OPTIONS: nodeOptions, VSCODE_SECRET_ROUTER_SESSION: handle },
        encoding: "utf8",
      });
      assert.equal(output.trim(), fromEnvironment);
      assert.ok(!nodeOptions.includes("globalStorage"));
    });

    it("is taken out of routing with the command, together with what runs in it", async () => {
      const { terminal, reads } = startLoop(env);
      await reads(fromVault, 20_000);
      const place = directory();
      await vscode.commands.executeCommand("secretRouter.stopRoutingTerminals");
      await reads(fromEnvironment);
      await until(() => !existsSync(place), { what: "key and lease to go" });
      terminal.dispose();
      assertPlain(await runInTerminal(env));
    });

    it("is not called routed where that has failed, and is routed once it is tried again", async () => {
      const place = join(directories.data, "preload");
      chmodSync(place, 0o777);
      try {
        await vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
        await doctorSays(/Terminals\s+should\s+be\s+routed\s+and\s+are\s+not\./);
      } finally {
        chmodSync(place, 0o700);
      }
      await vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
      await until(() => sessions().length === 1 && existsSync(keyPath()), { what: "the session" });
      await doctorSays(/Terminals\s+and\s+tasks\s+are\s+routed/);
    });

    it("is routed by the setting, and not any more after the opt-in is taken back", async () => {
      await vscode.commands.executeCommand("secretRouter.routeWorkspaceTerminals");
      await set("routeTerminals", "on");
      await until(() => sessions().length === 1 && existsSync(keyPath()), { what: "the session" });
      const { terminal, reads } = startLoop(env);
      await reads(fromVault, 20_000);
      const place = directory();
      await vscode.commands.executeCommand("secretRouter.stopRouting");
      await reads(fromEnvironment);
      await until(() => !existsSync(place), { what: "key and lease to go" });
      terminal.dispose();
      assertPlain(await runInTerminal(env));
      await set("routeTerminals", undefined);
      assert.deepEqual(readdirSync(join(directories.state, "sessions")), []);
    });
  });
});

/** As a document that the editor fills, and fills again while it is open. */
async function doctorSays(text: RegExp): Promise<void> {
  await vscode.commands.executeCommand("secretRouter.runDoctor");
  await until(() => text.test(vscode.window.activeTextEditor?.document.getText() ?? ""), {
    what: `the doctor to say ${text}`,
    timeoutMs: 30_000,
  });
}

function assertPlain(seen: Seen): void {
  assert.deepEqual([seen.value, seen.handle, seen.nodeOptions], [fromEnvironment, null, ""]);
}

function sessions() {
  return listSessions(directories).filter(({ record }) => record.command === "Terminals");
}

function statusOf(name: string) {
  return sessions()[0]?.status?.names.find((known) => known.name === name);
}

function directory(): string {
  const [session] = sessions();
  assert.ok(session !== undefined);
  return session.record.directory;
}

function keyPath(): string {
  return join(directory(), "key");
}

/** What the terminal was given: a program passes a list of its own on to its children. */
function withoutInherited({ handle, nodeOptions }: Seen): unknown {
  return [{ ...handleOf(handle), inherited: "" }, nodeOptions];
}

function handleOf(text: string | null): Handle {
  const handle = parseHandle(text ?? "");
  assert.ok(handle !== undefined, String(text));
  return handle;
}

function task(name: string, execution: vscode.ShellExecution | vscode.ProcessExecution): vscode.Task {
  return new vscode.Task({ type: name }, sampleFolder(), name, "test", execution, []);
}

async function taskOfFile(label: string): Promise<vscode.Task | undefined> {
  const tasks = await vscode.tasks.fetchTasks();
  return tasks.find(({ name, source }) => name === label && source === "Workspace");
}

function set(name: string, value: unknown): Thenable<void> {
  return vscode.workspace
    .getConfiguration("secretRouter")
    .update(name, value, vscode.ConfigurationTarget.Global);
}
