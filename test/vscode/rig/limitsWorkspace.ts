import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeSampleWorkspace } from "./sampleWorkspace";
import { editorDirectories } from "./startEditor";

export const limitsWorkspaceFile = "sample.code-workspace";

// Takes the arguments of Deno that the debugger gives, and runs the program under Node with its debugger's port.
const denoProgram = `#!/bin/sh
for argument; do
  case $argument in --inspect-brk=*) inspect=$argument;; esac
done
exec node "$inspect" print.js
`;

// An external terminal as far as the editor sees one: it is given \`-e bash -c COMMAND\`.
const terminalProgram = `#!/bin/sh
printf '%s\\n' "$@" >>"$(dirname "$0")/terminal-arguments"
shift
"$@" </dev/null
exit 0
`;

// The smallest debugger of another language: it runs the launch's program with the launch's environment.
const pythonDebugger = `
const { spawn } = require("node:child_process");
const vscode = require("vscode");
exports.activate = (context) => {
  const messages = () => {
    const emitter = new vscode.EventEmitter();
    const event = (name, body) => emitter.fire({ type: "event", seq: 0, event: name, body });
    return {
      onDidSendMessage: emitter.event,
      dispose: () => undefined,
      handleMessage(message) {
        emitter.fire({ type: "response", seq: 0, request_seq: message.seq, command: message.command, success: true, body: {} });
        if (message.command === "initialize") event("initialized");
        if (message.command !== "launch") return;
        const { program, env } = message.arguments;
        spawn("node", [program], { env: { ...process.env, ...env } }).on("exit", () => event("terminated"));
      },
    };
  };
  context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory("debugpy", {
    createDebugAdapterDescriptor: () => new vscode.DebugAdapterInlineImplementation(messages()),
  }));
};
`;

// The first entry is no server, and whoever asks for its argument's text asks in vain.
const mcpServers = `{ "mcpServers": {
  "bad": { "command": "node", "args": [{ "toString": 0 }] },
  "good": { "command": "node", "args": ["print.js"] }
} }
`;

/** Two folders with configurations of their own, and everything that a launch may need which cannot be routed. */
export async function makeLimitsWorkspace(folder: string, home: string): Promise<void> {
  const { data, extensions } = editorDirectories(dirname(home));
  const [app, other, bin] = ["app", "other", "bin"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [app, other, bin]) mkdirSync(path);
  await makeSampleWorkspace(app, home);
  await makeSampleWorkspace(other, home);
  const scripts = {
    print: "node print.js",
    inspected: "node --inspect-brk=127.0.0.1:$INSPECT_PORT print.js",
  };
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "sample", scripts }));
  writeFileSync(
    join(other, "secret-router.json"),
    '{ "mode": "shadow", "secrets": { "OPENAI_API_KEY": "local:OPENAI_API_KEY" } }',
  );
  writeProgram(join(bin, "deno"), denoProgram);
  writeProgram(join(bin, "terminal"), terminalProgram);
  // What a repository might write to be routed without a word of its user.
  const optIn = { "secretRouter.isRouting": true, "secretRouter.routeDebugLaunches": true };
  writeJson(join(folder, limitsWorkspaceFile), {
    folders: [{ path: "app" }, { path: "other" }],
    settings: optIn,
  });
  writeJson(join(app, ".vscode", "settings.json"), optIn);
  writeFileSync(join(app, ".mcp.json"), mcpServers);
  writeJson(join(data, "data", "User", "settings.json"), {
    "terminal.external.linuxExec": join(bin, "terminal"),
  });
  const extension = join(extensions, "sample.python-debugger-0.0.1");
  writeJson(join(extension, "package.json"), {
    name: "python-debugger",
    publisher: "sample",
    version: "0.0.1",
    engines: { vscode: "^1.104.0" },
    main: "./extension.js",
    activationEvents: ["onDebug"],
    contributes: { debuggers: [{ type: "debugpy", label: "Sample Python" }] },
  });
  writeFileSync(join(extension, "extension.js"), pythonDebugger);
}

function writeProgram(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value, null, 2));
}
