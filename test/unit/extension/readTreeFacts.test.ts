import { afterEach, describe, expect, it } from "vitest";
import { noControl, writeControl } from "../../../src/broker/control";
import type { Comparison, ProcessEvent } from "../../../src/contract/events";
import { RouterError } from "../../../src/core/routerError";
import type { DetectedServer } from "../../../src/extension/mcp/detectedServers";
import { readTreeFacts } from "../../../src/extension/tree/readTreeFacts";
import type { SecretFacts } from "../../../src/extension/tree/treeFacts";
import { rootMcpFile } from "../../../src/mcp/rootMcpFile";
import { secretName, type WindowBench, windowBench } from "./windowBench";

let bench: WindowBench | undefined;

afterEach(async () => {
  await bench?.dispose();
  bench = undefined;
});

function openWindow(...given: Parameters<typeof windowBench>): WindowBench {
  bench = windowBench(...given);
  return bench;
}

function secretOf({ sources }: WindowBench): SecretFacts | undefined {
  return readTreeFacts(sources, true).secrets.find(({ name }) => name === secretName);
}

const compared = (result: Comparison): ProcessEvent => ({
  t: "compare",
  at: 1_700_000_000_000,
  name: secretName,
  result,
  generation: 1,
});
const failure: ProcessEvent = { t: "error", at: 1_700_000_000_000, code: "LEASE_UNREADABLE", off: false };
const tooMany = Array.from({ length: 11 }, () => failure);

describe("what the view shows of a secret", () => {
  it.each([
    ["mismatch", "match"],
    ["match", "mismatch"],
  ] as const)("is the newest comparison: a %s after a %s", async (newer, older) => {
    const window = openWindow();
    const first = window.start("Terminals");
    const second = window.start("Sample");
    first.report(76, compared(older));
    await window.advance(300);
    second.report(77, compared(newer));
    await window.advance(300);
    expect(secretOf(window)?.comparison).toBe(newer);
    // The order in which the sessions began says nothing of it.
    first.report(76, compared(older));
    await window.advance(300);
    expect(secretOf(window)?.comparison).toBe(older);
  });

  it("is not that it is being fetched, before a program in a terminal has read it", async () => {
    const window = openWindow();
    const terminals = window.start("Terminals", {
      broker: { fetchesOnRead: true },
      session: { kind: "terminals" },
    });
    await window.advance(300);
    expect(secretOf(window)?.state).toBeUndefined();
    terminals.provider.isHeld = true;
    terminals.report(77, { t: "ask", at: 1_700_000_000_000, name: secretName });
    await window.advance(300);
    expect(secretOf(window)?.state).toBe("pending");
    terminals.provider.release();
    await window.advance(300);
    expect(secretOf(window)?.state).toBe("ready");
  });

  it("is not that it is being fetched in mode off, where nothing is", async () => {
    const window = openWindow({ mode: "off" });
    const { provider } = window.start("Sample");
    await window.advance(300);
    expect([provider.calls, secretOf(window)?.state]).toEqual([[], undefined]);
    window.start("Other", { broker: { mode: "shadow" } });
    await window.advance(300);
    expect(secretOf(window)?.state).toBe("ready");
  });

  it("is what a session has found, though a terminal's session has not begun", async () => {
    const window = openWindow();
    window.start("Terminals", { broker: { fetchesOnRead: true }, session: { kind: "terminals" } });
    window.start("Sample").provider.isDown = true;
    await window.advance(300);
    expect(secretOf(window)).toMatchObject({ state: "error", error: "VAULT_UNREACHABLE" });
  });

  it("is that it is killed, where every session that has it is", async () => {
    const window = openWindow();
    window.start("Sample").report(77, ...tooMany);
    await window.advance(300);
    expect(secretOf(window)).toMatchObject({ isKilled: true, killedIn: ["Sample"] });
    window.start("Terminals");
    expect(secretOf(window)).toMatchObject({ isKilled: false, killedIn: ["Sample"] });
  });

  it("is whether the store has it, and not that it has not while nobody knows", () => {
    const window = openWindow();
    const factsWith = (current: ReadonlySet<string> | undefined, problem?: RouterError) => {
      window.sources.stored = { current, problem };
      const { isStored, storeProblem } = secretOf(window) ?? {};
      return [isStored, storeProblem?.isLocked];
    };
    expect(factsWith(new Set([secretName]))).toEqual([true, undefined]);
    expect(factsWith(new Set())).toEqual([false, undefined]);
    expect(factsWith(undefined)).toEqual([undefined, undefined]);
    const failed = (code: "PASSPHRASE_NEEDED" | "PASSPHRASE_WRONG" | "STORE_WRONG_KEY") =>
      factsWith(undefined, new RouterError(code, "A sentence.", "A step."));
    expect(failed("PASSPHRASE_NEEDED")).toEqual([undefined, true]);
    expect(failed("PASSPHRASE_WRONG")).toEqual([undefined, true]);
    expect(failed("STORE_WRONG_KEY")).toEqual([undefined, false]);
  });

  it("is the mode that its sessions run in, whatever the configuration says by now", async () => {
    const window = openWindow({ mode: "vault" });
    expect(secretOf(window)?.modes).toEqual(["vault"]);
    const { directories } = window.start("Sample");
    const mode = { mode: "dual", canary: 25, at: 1_700_000_000_001 } as const;
    await writeControl(directories, (before) => ({ ...before, mode }));
    await window.advance(300);
    expect(secretOf(window)?.modes).toEqual(["dual 25 %"]);
    expect(readTreeFacts(window.sources, true).sessions).toEqual([
      expect.objectContaining({ mode: "dual 25 %", configuredMode: "vault" }),
    ]);
    window.start("Terminals");
    expect(secretOf(window)?.modes).toEqual(["dual 25 %", "vault"]);
  });

  it("is not that it is killed where no session has it", () => {
    expect(secretOf(openWindow())).toMatchObject({ isKilled: false, killedIn: [] });
  });
});

describe("what the view shows of a server", () => {
  const key = "/app/.mcp.json#files";
  const ofServer = (program: "node" | "other") =>
    ({ session: { kind: "mcp", serverKey: key, program } }) as const;
  const started = (pid: number): ProcessEvent => ({
    t: "start",
    at: 1_700_000_000_000,
    pid,
    ppid: 1,
    program: "server.js",
    node: "v20.0.0",
  });
  const openWindowWithServer = (): WindowBench => {
    const window = openWindow({ mode: "vault" });
    window.sources.detected = { all: [detectedServer(key)] };
    return window;
  };
  const stateOf = ({ sources }: WindowBench) => readTreeFacts(sources, true).servers[0]?.state;

  it("is that it is not started, where it has no session", () => {
    expect(stateOf(openWindowWithServer())).toBe("routed");
  });

  it("is that it is started until it reads, then that it runs, and nothing of that once it has ended", async () => {
    const window = openWindowWithServer();
    const { report } = window.start("files", ofServer("node"));
    expect(stateOf(window)).toBe("started");
    report(process.pid, started(process.pid));
    await window.advance(300);
    expect(stateOf(window)).toBe("running");
    report(process.pid, { t: "end", at: 1_700_000_000_001 });
    await window.advance(300);
    expect(stateOf(window)).toBe("routed");
    // A start anew, whose session is another one.
    window.start("files", ofServer("node"));
    expect(stateOf(window)).toBe("started");
  });

  it("is whether it was given secrets at its start, where it is not Node and will never tell", async () => {
    const window = openWindowWithServer();
    const { broker, report, directories } = window.start("files", ofServer("other"));
    expect(stateOf(window)).toBe("unserved");
    broker.setInjected([secretName]);
    expect(stateOf(window)).toBe("injected");
    // Of a Node program that it starts, something may be seen; its end says nothing of the server's.
    report(process.pid, started(process.pid));
    await window.advance(300);
    expect(stateOf(window)).toBe("running");
    report(process.pid, { t: "end", at: 1_700_000_000_001 });
    await writeControl(directories, (before) => ({ ...before, killed: { at: 1, reason: "by a test" } }));
    await window.advance(300);
    expect(stateOf(window)).toBe("injected");
  });

  it("is that it is killed, be it by its own errors alone", async () => {
    const window = openWindowWithServer();
    const { report } = window.start("files", ofServer("node"));
    report(process.pid, started(process.pid), ...tooMany);
    await window.advance(300);
    expect(stateOf(window)).toBe("killed");
  });

  it("is that it is killed with all others", () => {
    const window = openWindowWithServer();
    window.start("files", ofServer("node"));
    window.sources.control = { current: { ...noControl, killed: { at: 1, reason: "by a test" } } };
    expect(stateOf(window)).toBe("killed");
  });
});

function detectedServer(key: string): DetectedServer {
  const server = { kind: "stdio", name: "files", command: "uvx", args: [], env: new Map() } as const;
  const place = { key, path: "/app/.mcp.json", line: 1, format: rootMcpFile, folder: undefined };
  return {
    ...place,
    server: { ...server, envFile: undefined, cwd: undefined, isSandboxed: false },
    names: [secretName],
    inputs: [],
  };
}
