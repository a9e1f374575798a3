import { afterEach, describe, expect, it } from "vitest";
import type { Comparison, ProcessEvent, Source } from "../../../src/contract/events";
import type { Mode } from "../../../src/contract/mode";
import type { DetectedServer } from "../../../src/extension/mcp/detectedServers";
import { readTreeFacts } from "../../../src/extension/tree/readTreeFacts";
import type { SecretFacts } from "../../../src/extension/tree/treeFacts";
import type { Project } from "../../../src/extension/window/readProject";
import { vscodeMcpFile } from "../../../src/mcp/vscodeMcpFile";
import { secretName, type WindowBench, windowBench } from "./windowBench";

const path = "/app/.vscode/mcp.json";
let bench: WindowBench | undefined;

afterEach(async () => {
  await bench?.dispose();
  bench = undefined;
});

function openWindow(...given: Parameters<typeof windowBench>): WindowBench {
  bench = windowBench(...given);
  return bench;
}

describe("whether a copy of a secret lies in plain text", () => {
  it("is known by nobody before anything has run or was found", async () => {
    const window = openWindow();
    expect(copyIn(window)).toEqual([undefined, []]);
    window.start("Sample");
    await window.advance(300);
    expect(copyIn(window)).toEqual([undefined, []]);
  });

  it.each([
    ["off", undefined],
    ["shadow", "missing"],
    ["vault", "missing"],
    ["vault", "error"],
    ["vault", "pending"],
  ] as const)(
    "is told by a read that the environment has answered, in mode %s with a secret whose state is %s",
    async (mode, state) => {
      const window = openWindow({ mode });
      const { provider, report } = window.start("Sample");
      if (state === "missing") provider.values.clear();
      provider.isDown = state === "error";
      provider.isHeld = state === "pending";
      report(77, reads("env", mode));
      await window.advance(300);
      expect([secretOf(window)?.state, ...copyIn(window)]).toEqual([state, true, []]);
      provider.release();
    },
  );

  it("is not told by the reads of what the program has set itself", async () => {
    const window = openWindow({ mode: "off" });
    const { report } = window.start("Sample");
    report(77, { ...reads("env", "off"), written: true });
    await window.advance(300);
    expect([secretOf(window)?.fromEnvironment, ...copyIn(window)]).toEqual([1, undefined, []]);
    // Another one, of another session, has not.
    window.start("Other").report(78, reads("env", "off"));
    await window.advance(300);
    expect(copyIn(window)).toEqual([true, []]);
  });

  it.each([
    ["match", true],
    ["mismatch", true],
    ["missing_in_environment", false],
    ["missing_in_vault", undefined],
    ["error", undefined],
  ] as const)("is, after the comparison %s, %s", async (result, expected) => {
    const window = openWindow();
    window.start("Sample").report(77, compared(result));
    await window.advance(300);
    expect(copyIn(window)).toEqual([expected, []]);
  });

  it.each([
    ["env", false],
    ["fail", undefined],
  ] as const)("is, after a read without any value under on_missing %s, %s", async (onMissing, expected) => {
    const window = openWindow({ mode: "vault", onMissing });
    window.start("Sample").report(77, reads("none", "vault"));
    await window.advance(300);
    expect(copyIn(window)).toEqual([expected, []]);
  });

  it("is so in one program whatever another one lacks", async () => {
    const window = openWindow();
    window.start("Sample").report(77, compared("missing_in_environment"));
    window.start("Other").report(78, compared("match"));
    await window.advance(300);
    expect(copyIn(window)).toEqual([true, []]);
  });

  it("is told by the editor's own environment", () => {
    const window = openWindow();
    window.sources.environment = { [secretName]: "made-up" };
    expect(copyIn(window)).toEqual([true, ["the editor's own environment"]]);
  });
});

describe("a copy in a file is told with its place:", () => {
  it("in a server's own variables, at its line, before anything has run", () => {
    const window = openWindow();
    window.sources.detected = { all: [server("made-up-key"), { ...server("made-up-key"), line: 9 }] };
    expect(copyIn(window)).toEqual([true, [".vscode/mcp.json"]]);
    expect(secretOf(window)?.copies[0]?.file).toEqual({ path, line: 3 });
  });

  it.each(["${input:key}", "${env:OPENAI_API_KEY}", "", "<your key>", null])(
    "and %j in a server's variables is none",
    (value) => {
      const window = openWindow();
      window.sources.detected = { all: [server(value)] };
      expect(copyIn(window)).toEqual([undefined, []]);
    },
  );

  it("in a user's own file, which is named with its folder", () => {
    const window = openWindow();
    window.sources.detected = { all: [{ ...server("made-up-key"), path: "/home/ann/User/mcp.json" }] };
    expect(copyIn(window)[1]).toEqual(["User/mcp.json"]);
  });

  it("but not in that of another project's folder", () => {
    const window = openWindow();
    const other = { ...(window.sources.projects.all[0] as Project) };
    window.sources.projects = { ...window.sources.projects, of: () => other };
    window.sources.detected = { all: [server("made-up-key")] };
    expect(copyIn(window)).toEqual([undefined, []]);
  });

  it("and is gone with the file's next reading", () => {
    const window = openWindow();
    window.sources.detected = { all: [server("made-up-key")] };
    expect(copyIn(window)[0]).toBe(true);
    window.sources.detected = { all: [server(null)] };
    expect(copyIn(window)[0]).toBeUndefined();
  });

  it("in the .env files of the folder, and of the configuration's where that lies above", () => {
    const window = openWindow();
    const [project] = window.sources.projects.all as [Project];
    const inner = { ...project, path: "/secret-router.json" };
    window.sources.projects = { all: [inner], of: () => inner };
    const files = new Map([
      ["/app", ["/app/.env", "/app/.env.local"]],
      ["/", ["/.env"]],
    ]);
    window.sources.envFiles = { namesIn: (folder) => new Map([[secretName, files.get(folder) ?? []]]) };
    expect(copyIn(window)).toEqual([true, [".env", ".env.local", ".env"]]);
    expect(secretOf(window)?.copies.map(({ file }) => file?.path)).toEqual([
      "/app/.env",
      "/app/.env.local",
      "/.env",
    ]);
  });
});

function secretOf({ sources }: WindowBench): SecretFacts | undefined {
  return readTreeFacts(sources, true).secrets.find(({ name }) => name === secretName);
}

function copyIn(window: WindowBench): [boolean | undefined, readonly string[]] {
  const { hasCopy, copies = [] } = secretOf(window) ?? {};
  return [hasCopy, copies.map(({ place }) => place)];
}

function reads(source: Source, mode: Mode): ProcessEvent & { t: "reads" } {
  return { t: "reads", at: 1_700_000_000_000, name: secretName, source, mode, count: 1 };
}

function compared(result: Comparison): ProcessEvent {
  return { t: "compare", at: 1_700_000_000_000, name: secretName, result, generation: 1 };
}

function server(value: string | null): DetectedServer {
  const env = new Map([[secretName, value]]);
  const launch = { command: "node", args: [], env, envFile: undefined, cwd: undefined, isSandboxed: false };
  return {
    key: `${path}#one`,
    server: { kind: "stdio", name: "one", ...launch },
    path,
    line: 3,
    names: [secretName],
    format: vscodeMcpFile,
    inputs: [],
    folder: undefined,
  };
}
