import { describe, expect, it } from "vitest";
import { handleVariable } from "../../../src/contract/variables";
import {
  isOwnFollowUp,
  ownNodeOptions,
  showsEnvironment,
  whyNotRouted,
} from "../../../src/extension/launches/launchPlan";

const node = { type: "node", request: "launch", program: "a.js" };

describe("whyNotRouted", () => {
  it.each([
    { ...node },
    { ...node, type: "pwa-node" },
    { ...node, type: "node-terminal", command: "npm test" },
    { ...node, runtimeExecutable: "npm" },
    { ...node, runtimeExecutable: "/opt/node/bin/node" },
    { ...node, attachSimplePort: null },
    { ...node, env: { SECRET_ROUTER: "1" } },
    { ...node, env: "nonsense" },
  ])("lets %j be routed", (configuration) => {
    expect(whyNotRouted(configuration)).toBeUndefined();
  });

  it.each([
    [{ ...node, request: "attach" }, /runs already/],
    [{ ...node, attachSimplePort: 9229 }, /attachSimplePort/],
    [{ ...node, runtimeExecutable: "deno" }, /^deno /],
    [{ ...node, runtimeExecutable: "deno", attachSimplePort: 9229 }, /^deno /],
    [{ ...node, runtimeExecutable: "C:\\Users\\x\\Deno.exe" }, /^deno /],
    [{ ...node, runtimeExecutable: "/usr/bin/bun" }, /^bun /],
    [{ ...node, runtimeExecutable: "docker" }, /^docker /],
    [{ ...node, useWSL: true }, /WSL/],
    [{ ...node, env: { SECRET_ROUTER: "0" } }, /SECRET_ROUTER=0/],
    [{ type: "extensionHost", request: "launch" }, /extension host/],
    [{ type: "pwa-extensionHost", request: "launch" }, /extension host/],
    [{ type: "debugpy", request: "launch" }, /Only Node/],
    [{ type: "pwa-chrome", request: "launch" }, /Only Node/],
  ])("says why %j is not", (configuration, why) => {
    expect(whyNotRouted(configuration)).toMatch(why);
  });
});

describe("a launch of a package's script", () => {
  const scripts = () => ({ plain: "node a.js", broken: "node --inspect-brk a.js" });
  const npm = (...runtimeArgs: string[]) => ({ ...node, runtimeExecutable: "npm", runtimeArgs });

  it.each([
    npm("run", "plain"),
    npm("run-script", "--silent", "plain"),
    npm("run", "unknown"),
    npm("run"),
    npm("run", "toString"),
    { ...node, runtimeExecutable: "node", runtimeArgs: ["broken"] },
  ])("is routed as %j", (configuration) => {
    expect(whyNotRouted(configuration, scripts)).toBeUndefined();
  });

  it.each([
    npm("run", "broken"),
    npm("broken"),
    { ...npm("run", "broken"), runtimeExecutable: "/x/pnpm.cmd" },
  ])("is not as %j, where the debugger drops NODE_OPTIONS", (configuration) => {
    expect(whyNotRouted(configuration, scripts)).toMatch(/"broken" holds --inspect-brk/);
  });

  it("reads no package.json for any other launch", () => {
    const fail = () => {
      throw new Error("read");
    };
    expect(whyNotRouted(node, fail)).toBeUndefined();
  });
});

describe("isOwnFollowUp", () => {
  it("knows what was routed already, and the processes of a launch", () => {
    expect(isOwnFollowUp(node)).toBe(false);
    expect(isOwnFollowUp({ ...node, env: { [handleVariable]: "x" } })).toBe(true);
    expect(isOwnFollowUp({ ...node, __pendingTargetId: "1" })).toBe(true);
  });
});

describe("showsEnvironment", () => {
  it.each([
    [node, false],
    [{ ...node, console: "internalConsole" }, false],
    [{ ...node, console: "integratedTerminal" }, true],
    [{ ...node, console: "externalTerminal" }, true],
    [{ ...node, type: "node-terminal" }, true],
  ])("of %j is %s", (configuration, shows) => {
    expect(showsEnvironment(configuration)).toBe(shows);
  });
});

describe("ownNodeOptions", () => {
  const envFile = new Map([["NODE_OPTIONS", "--from-file"]]);

  it("takes those of env before those of envFile", () => {
    expect(ownNodeOptions({ ...node, env: { NODE_OPTIONS: "--a" } }, envFile)).toBe("--a");
    expect(ownNodeOptions({ ...node, env: {} }, envFile)).toBe("--from-file");
    expect(ownNodeOptions(node, new Map())).toBeUndefined();
  });

  it("takes null for what it means: none at all", () => {
    expect(ownNodeOptions({ ...node, env: { NODE_OPTIONS: null } }, envFile)).toBeUndefined();
  });
});
