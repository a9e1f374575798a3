import { describe, expect, it } from "vitest";
import { defaultConfiguration } from "../../../src/core/configuration";
import {
  inputsNeeded,
  serverLaunch,
  serverRules,
  variablesOf,
} from "../../../src/extension/mcp/serverLaunch";
import type { StdioServer } from "../../../src/mcp/mcpServer";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are the placeholders themselves
const server: StdioServer = {
  kind: "stdio",
  name: "github",
  command: "npx",
  args: ["-y", "server"],
  env: new Map<string, string | null>([
    ["GITHUB_TOKEN", "made-up-1"],
    ["ASKED_API_KEY", "${input:key}"],
    ["HOME_DIR", "${userHome}/x"],
    ["GONE", null],
  ]),
  envFile: undefined,
  cwd: undefined,
  isSandboxed: false,
};
const facts = {
  workspaceFolder: "/w",
  folderNamed: () => undefined,
  userHome: "/h",
  pathSeparator: "/",
  environment: {},
  answers: new Map<string, string>(),
  setting: () => undefined,
  isToBeRead: false,
};
const noFile = new Map<string, string>();

describe("serverLaunch", () => {
  it("fills in what is known, and leaves out a variable whose value is open", () => {
    expect(serverLaunch(server, "editor", facts, noFile)).toEqual({
      command: "npx",
      args: ["-y", "server"],
      cwd: "/w",
      env: { GITHUB_TOKEN: "made-up-1", HOME_DIR: "/h/x", GONE: null },
      names: ["GITHUB_TOKEN", "HOME_DIR", "GONE", "ASKED_API_KEY"],
      leftOut: ["ASKED_API_KEY"],
    });
  });

  it.each([
    [undefined, "/w"],
    ["", "/w"],
    ["server", "/w/server"],
    ["../other", "/other"],
    ["/abs", "/abs"],
    ["~", "/h"],
    ["~/x", "/h/x"],
    ["~x", "/w/~x"],
    ["${workspaceFolder}/s", "/w/s"],
  ])("runs a server whose cwd is %s in %s, as the editor does", (cwd, expected) => {
    expect(serverLaunch({ ...server, cwd }, "editor", facts, noFile)?.cwd).toBe(expected);
  });

  it.each([
    // As it is written, for what is filled in decides how far the dots lead.
    ["${env:HOME}/../../tmp/tools", "${env:HOME}/../../tmp/tools", "/tmp/tools"],
    ["${input:d}/../../tmp", "${input:d}/../../tmp", "/said/tmp"],
    ["${workspaceFolder}/../${env:HOME}", "/w/../${env:HOME}", "/h/u"],
    ["${workspaceFolder}/../x", "/x", "/x"],
  ])("shows a cwd %s as %s before it starts in %s", (cwd, shown, expected) => {
    const written = { ...facts, isToBeRead: true, answers: new Map([["d", "${input:d}"]]) };
    expect(serverLaunch({ ...server, cwd }, "editor", written, noFile)?.cwd).toBe(shown);
    const filled = { ...facts, environment: { HOME: "/h/u" }, answers: new Map([["d", "/said/a/b"]]) };
    expect(serverLaunch({ ...server, cwd }, "editor", filled, noFile)?.cwd).toBe(expected);
  });

  it("names the environment's variables in arguments and values, for whoever reads it", () => {
    const asking = {
      ...server,
      args: ["--header", "Authorization: Bearer ${TOKEN}"],
      env: new Map([["URL", "https://h/?k=${TOKEN}"]]),
    };
    const known = { ...facts, isToBeRead: true, environment: { TOKEN: "made-up-3" } };
    expect(serverLaunch(asking, "shell", known, noFile)).toMatchObject({
      args: ["--header", "Authorization: Bearer ${TOKEN}"],
      env: { URL: "https://h/?k=${TOKEN}" },
    });
  });

  it("begins a relative cwd of the user's own servers at the home folder, and has no other place for them", () => {
    const own = { ...facts, workspaceFolder: undefined };
    expect(serverLaunch({ ...server, cwd: "x" }, "editor", own, noFile)?.cwd).toBe("/h/x");
    expect(serverLaunch(server, "editor", own, noFile)?.cwd).toBeUndefined();
  });

  it("fills in what the user has said", () => {
    const answers = new Map([["key", "made-up-2"]]);
    const asking = { ...server, args: ["--key", "${input:key}"] };
    expect(serverLaunch(asking, "editor", { ...facts, answers }, noFile)).toMatchObject({
      args: ["--key", "made-up-2"],
      env: { ASKED_API_KEY: "made-up-2" },
      leftOut: [],
    });
  });

  it("refuses a launch of which anything but a variable is open", () => {
    expect(serverLaunch({ ...server, command: "${input:c}" }, "editor", facts, noFile)).toBeUndefined();
    expect(serverLaunch({ ...server, args: ["${input:a}"] }, "editor", facts, noFile)).toBeUndefined();
    expect(serverLaunch({ ...server, cwd: "${input:d}" }, "editor", facts, noFile)).toBeUndefined();
  });

  it("lets env win over envFile", () => {
    const fromFile = new Map([
      ["GITHUB_TOKEN", "from-file"],
      ["OTHER", "2"],
    ]);
    const launch = serverLaunch(server, "editor", facts, fromFile);
    expect(launch?.env).toMatchObject({ GITHUB_TOKEN: "made-up-1", OTHER: "2" });
  });
});

describe("inputsNeeded", () => {
  const asking = {
    ...server,
    command: "${input:c}",
    args: ["${input:a}-${input:c}"],
    cwd: "${input:d}",
  };

  it("names each input once, wherever it stands", () => {
    expect(inputsNeeded(asking, () => false)).toEqual(["c", "a", "d", "key"]);
  });

  it("leaves out those of variables that come from the vault", () => {
    expect(inputsNeeded(server, (name) => name === "ASKED_API_KEY")).toEqual([]);
    expect(inputsNeeded(server, (name) => name === "GITHUB_TOKEN")).toEqual(["key"]);
  });
});

describe("variablesOf", () => {
  it("names the variables that are the whole of an input", () => {
    expect(variablesOf("key", server)).toEqual(["ASKED_API_KEY"]);
    expect(variablesOf("key", { ...server, env: new Map([["URL", "https://${input:key}"]]) })).toEqual([]);
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

describe("serverRules", () => {
  const names = ["GITHUB_TOKEN", "HOME_DIR", "ASKED_API_KEY"];

  it("gives a server the secrets among its own names and no other", () => {
    expect(serverRules(defaultConfiguration, "github", names).scope).toEqual([
      "GITHUB_TOKEN",
      "ASKED_API_KEY",
    ]);
    expect(serverRules(defaultConfiguration, "github", []).scope).toEqual([]);
  });

  it("gives it exactly what the configuration lists for it", () => {
    const servers = new Map([["github", { secrets: ["ONLY_THIS"] }]]);
    expect(serverRules({ ...defaultConfiguration, servers }, "github", names).scope).toEqual(["ONLY_THIS"]);
  });
});
