import { describe, expect, it } from "vitest";
import type {
  SecretFacts,
  ServerFacts,
  SessionFacts,
  StoreProblem,
  TreeFacts,
} from "../../../src/extension/tree/treeFacts";
import type { TreeNode } from "../../../src/extension/tree/treeNode";
import { treeNodes } from "../../../src/extension/tree/treeNodes";

const secret: SecretFacts = {
  name: "OPENAI_API_KEY",
  reference: "local:OPENAI_API_KEY",
  folder: "/w",
  place: undefined,
  modes: ["vault"],
  isMapped: true,
  isStored: undefined,
  storeProblem: undefined,
  hasCopy: undefined,
  copies: [],
  state: "ready",
  comparison: null,
  version: "3",
  isStale: false,
  isWritten: false,
  fromVault: 0,
  fromEnvironment: 0,
  fromNowhere: 0,
  lastReadAt: null,
  error: null,
  isKilled: false,
  killedIn: [],
  readers: [],
};
const locked: StoreProblem = { isLocked: true, sentence: "A sentence." };
const session: SessionFacts = {
  id: "s1",
  kind: "debug",
  label: "sample",
  mode: "dual 25 %",
  configuredMode: "dual 25 %",
  killed: null,
  fromVault: 2,
  fromEnvironment: 6,
  errors: 0,
  errorCodes: {},
  injected: [],
  programs: [{ pid: 7, program: "loop.js", runs: true }],
};
const nothing: TreeFacts = {
  nowMs: 0,
  killed: false,
  environments: [],
  vaults: [],
  store: undefined,
  servers: [],
  secrets: [],
  sessions: [],
  unrouted: [],
};
const server: ServerFacts = {
  key: "/w/.vscode/mcp.json#github",
  name: "github",
  place: ".vscode/mcp.json",
  path: "/w/.vscode/mcp.json",
  line: 3,
  secrets: ["GITHUB_TOKEN"],
  state: "routed",
};

describe("the tree", () => {
  it("is empty where there is nothing, so that the editor shows what to do", () => {
    expect(treeNodes(nothing)).toEqual([]);
  });

  it.each([
    ["connected", "vaultConnected", undefined],
    ["unknown", "vaultConnected", undefined],
    ["notLoggedIn", "vaultLoggedOut", "secretRouter.connectVault"],
    ["unreachable", "vaultUnreachable", "secretRouter.tryVaultAgain"],
  ] as const)("shows first that a vault is %s, and a click does what helps", (standing, kind, command) => {
    const vault = { address: "https://vault.example.com:8200", standing, sentence: "A sentence." };
    const [node] = treeNodes({ ...nothing, vaults: [vault], secrets: [secret] });
    expect([node?.kind, node?.runs?.command, node?.subject]).toEqual([kind, command, vault.address]);
    expect(node?.description).toContain("vault.example.com:8200");
    // Alone it is not shown: the editor's own page for an empty view has a button, which a row has not.
    expect(treeNodes({ ...nothing, vaults: [vault] })).toEqual([]);
  });

  it.each([
    [true, "locked", "secretRouter.unlockStore"],
    [false, "cannot be read", "secretRouter.runDoctor"],
  ])(
    "shows a store that cannot be opened, and a click does what helps: locked %s",
    (isLocked, state, command) => {
      const [node] = treeNodes({ ...nothing, store: { ...locked, isLocked }, secrets: [secret] });
      expect([node?.label, node?.description, node?.runs?.command]).toEqual(["Store", state, command]);
    },
  );

  it("shows which environment holds, where a configuration has any, and lets it be changed by a click", () => {
    const environments = [
      { folder: "file:///a", folderName: undefined, environment: undefined },
      { folder: "file:///b", folderName: "b", environment: "staging" },
    ];
    const rows = treeNodes({ ...nothing, environments, secrets: [secret] }).filter(
      ({ kind }) => kind === "environment",
    );
    expect(rows.map(({ description, subject, runs }) => [description, subject, runs?.command])).toEqual([
      ["none", "file:///a", "secretRouter.selectEnvironment"],
      ["staging, b", "file:///b", "secretRouter.selectEnvironment"],
    ]);
  });

  it("has its three groups as soon as there is anything", () => {
    const nodes = treeNodes({ ...nothing, secrets: [secret] });
    expect(nodes.map(({ label, description }) => [label, description])).toEqual([
      ["Secrets", "1"],
      ["MCP servers", "none"],
      ["Sessions", "none"],
    ]);
  });

  it.each([
    [{ state: undefined }, "not read yet"],
    [{ state: undefined, isStored: true }, "stored, not read yet"],
    [{ state: undefined, isStored: false }, "not in the store"],
    [{ state: undefined, isStored: true, fromEnvironment: 1 }, "not compared"],
    [{ state: undefined, storeProblem: locked }, "the store is locked"],
    [{ state: undefined, storeProblem: { ...locked, isLocked: false } }, "the store cannot be read"],
    [{ state: "ready", comparison: "match", storeProblem: locked }, "match"],
    [{ state: "pending" }, "being fetched"],
    [{ state: "error", error: "VAULT_SEALED" }, "VAULT_SEALED"],
    [{ state: "missing" }, "missing in the vault"],
    [{ comparison: "match" }, "match"],
    [{ comparison: "mismatch" }, "mismatch"],
    [{ comparison: "missing_in_environment" }, "in the vault only"],
    [{ fromVault: 3 }, "served"],
    [{}, "in the vault"],
  ] as const)("shows %j as %s", (facts, description) => {
    const row = rowOf(
      treeNodes({ ...nothing, secrets: [{ ...secret, ...facts }] }),
      "secret:/w:OPENAI_API_KEY",
    );
    expect(row.description?.startsWith(description)).toBe(true);
    expect(row.icon).toBeDefined();
  });

  it.each([
    [{ comparison: "match", fromVault: 2 }, "match, from the vault, vault mode"],
    [
      { comparison: "match", fromEnvironment: 2, modes: ["shadow"] },
      "match, from the environment, shadow mode",
    ],
    [{ modes: ["shadow", "vault"] }, "in the vault, shadow and vault mode"],
    [{ modes: ["vault", "dual 5 %"] }, "in the vault, vault and dual 5 %"],
    [
      { comparison: "mismatch", fromVault: 1, fromEnvironment: 2, modes: ["dual 25 %"] },
      "mismatch, from vault and environment, dual 25 %",
    ],
    [{ isWritten: true, fromVault: 1 }, "served, set by the program, vault mode"],
    [{ place: "api" }, "in the vault, vault mode, api"],
    [
      { comparison: "match", fromVault: 2, isKilled: true, killedIn: ["Sample"] },
      "killed, from the environment",
    ],
    [
      { comparison: "match", fromVault: 2, killedIn: ["Sample", "github"] },
      "match, from the vault, vault mode, killed in Sample and github",
    ],
  ] as const)("says at a glance of %j: %s", (facts, description) => {
    const row = rowOf(
      treeNodes({ ...nothing, secrets: [{ ...secret, ...facts }] }),
      "secret:/w:OPENAI_API_KEY",
    );
    expect(row.description).toBe(description);
  });

  it("says of every secret that it comes from the environment while killed", () => {
    const row = rowOf(treeNodes({ ...nothing, killed: true, secrets: [secret] }), "secret:/w:OPENAI_API_KEY");
    expect(row.description).toBe("killed, from the environment");
  });

  it("tells below a secret what is known of it, and opens its mapping", () => {
    const facts = { ...secret, fromVault: 1, fromEnvironment: 2, lastReadAt: 1_000, isStale: true };
    const nodes = treeNodes({ ...nothing, nowMs: 121_000, secrets: [facts] });
    const details = rowOf(nodes, "secret:/w:OPENAI_API_KEY").children ?? [];
    expect(Object.fromEntries(details.map(({ label, description }) => [label, description]))).toMatchObject({
      Reference: "local:OPENAI_API_KEY",
      Version: "3",
      Reads: "1 vault, 2 environment",
      "Last read": "2 minutes ago",
    });
    expect(details.find(({ label }) => label === "Reference")).toMatchObject({
      runs: { command: "secretRouter.openMapping" },
      subject: "OPENAI_API_KEY",
      folder: "/w",
    });
    expect(details.some(({ label }) => label === "Stale")).toBe(true);
  });

  it.each([
    [undefined, [], "not known yet"],
    [false, [], "no copy"],
    [true, [], "holds a copy"],
    [true, [".vscode/mcp.json"], "copy in .vscode/mcp.json"],
    [true, ["a", "b", "c"], "copy in a, b, c"],
    [true, ["a", "b", "c", "d", "e"], "copy in a, b, c and 2 more"],
  ])("tells below a secret of a copy %j in %j: %s", (hasCopy, places, description) => {
    const copies = places.map((place) => ({ place, file: { path: `/w/${place}` } }));
    const nodes = treeNodes({ ...nothing, secrets: [{ ...secret, hasCopy, copies }] });
    const row = rowOf(nodes, "secret:/w:OPENAI_API_KEY:Environment");
    expect([row.description, row.opens?.path]).toEqual([description, copies[0]?.file.path]);
  });

  it("tells below a secret the last error, and nothing of one where there was none", () => {
    const errorOf = (error: string | null) =>
      flat(treeNodes({ ...nothing, secrets: [{ ...secret, error }] })).find(
        ({ id }) => id === "secret:/w:OPENAI_API_KEY:Last error",
      )?.description;
    expect([errorOf("VAULT_SEALED"), errorOf(null)]).toEqual(["VAULT_SEALED", undefined]);
  });

  it("shows a session's mode, canary and reads, and its programs below", () => {
    const row = rowOf(treeNodes({ ...nothing, sessions: [session] }), "session:s1");
    expect(row.description).toBe("dual 25 %, 2 of 8 reads from the vault");
    expect(row.children?.map(({ label }) => label)).toEqual(["Mode", "Reads", "loop.js"]);
    expect(row.subject).toBe("s1");
  });

  it("says of a session that was switched from elsewhere what it is in and what it should be in", () => {
    const facts = { ...session, mode: "shadow", configuredMode: "vault" };
    const row = rowOf(treeNodes({ ...nothing, sessions: [facts] }), "session:s1");
    expect(row.description).toBe("shadow instead of vault, 2 of 8 reads from the vault");
    const details = Object.fromEntries((row.children ?? []).map((each) => [each.label, each.description]));
    expect(details).toMatchObject({
      Mode: "shadow",
      Configured: "vault; switched from outside this window",
    });
  });

  it("says of a session whose reads cannot be seen what it was given", () => {
    const facts = { ...session, fromVault: 0, fromEnvironment: 0, programs: [], injected: ["A_TOKEN"] };
    const row = rowOf(treeNodes({ ...nothing, sessions: [facts] }), "session:s1");
    expect(row.description).toBe("dual 25 %, 1 secret injected at its start");
    expect(row.children).toContainEqual(
      expect.objectContaining({ label: "Given at its start", description: "A_TOKEN" }),
    );
  });

  it("tells below a session what went wrong", () => {
    const facts = { ...session, killed: "too many errors", errors: 1, errorCodes: { VAULT_SEALED: 3 } };
    const row = rowOf(treeNodes({ ...nothing, sessions: [facts] }), "session:s1");
    expect(row.description).toBe("killed, 2 of 8 reads from the vault, 1 error");
    const details = Object.fromEntries((row.children ?? []).map((each) => [each.label, each.description]));
    expect(details).toMatchObject({ Killed: "too many errors", VAULT_SEALED: "3 times" });
  });

  it("shows below a secret the processes that read it", () => {
    const facts = { ...secret, fromVault: 1, readers: [{ pid: 7, program: "loop.js", runs: true }] };
    const nodes = treeNodes({ ...nothing, secrets: [facts] });
    const readers = rowOf(nodes, "secret:/w:OPENAI_API_KEY:Reads").children ?? [];
    expect(readers.map(({ label, description }) => [label, description])).toEqual([["loop.js", "process 7"]]);
  });

  it.each([
    ["running", "server", "running, routed"],
    ["killed", "server", "killed, plain environment"],
    ["started", "server", "started, no read yet"],
    ["injected", "server", "started, injected, not intercepted"],
    ["unserved", "server", "started, not intercepted"],
    ["routed", "server", "routed, not started"],
    ["unrouted", "unroutedServer", "not routed"],
    ["remote", "fixedServer", "remote"],
    ["wrapped", "fixedServer", "routed by its own command"],
    ["sandboxed", "fixedServer", "asks for a sandbox, not routed"],
    ["unsupported", "fixedServer", "not routed by this editor"],
  ] as const)("shows a server that is %s with what can be done to it", (state, kind, description) => {
    const row = rowOf(treeNodes({ ...nothing, servers: [{ ...server, state }] }), `server:${server.key}`);
    expect([row.kind, row.description, row.subject]).toEqual([kind, description, server.key]);
  });

  it("tells how to start a server only where it has not been started", () => {
    const hintOf = (state: ServerFacts["state"]) =>
      rowOf(treeNodes({ ...nothing, servers: [{ ...server, state }] }), `server:${server.key}:hint`).label;
    expect(hintOf("routed")).toMatch(/^Start it/);
    for (const state of ["running", "killed", "started", "injected", "unserved"] as const)
      expect(hintOf(state)).not.toMatch(/^Start it/);
  });

  it("tells servers of one name apart by their files", () => {
    const other = { ...server, key: "/w/.mcp.json#github", place: "w/.mcp.json", path: "/w/.mcp.json" };
    const alone = { ...server, key: "/w/.mcp.json#docs", name: "docs" };
    const tree = treeNodes({ ...nothing, servers: [server, other, alone] });
    expect([server, other, alone].map(({ key }) => rowOf(tree, `server:${key}`).description)).toEqual([
      "routed, not started, .vscode/mcp.json",
      "routed, not started, w/.mcp.json",
      "routed, not started",
    ]);
  });

  it("tells below a server its secrets and where it is defined", () => {
    const row = rowOf(treeNodes({ ...nothing, servers: [server] }), `server:${server.key}`);
    const [secrets, place] = row.children ?? [];
    expect(secrets?.description).toBe("GITHUB_TOKEN");
    expect(place?.description).toBe(".vscode/mcp.json, line 3");
    expect(place?.opens).toEqual({ path: server.path, line: 3 });
  });

  it.each([
    ["should have been", true, "warning"],
    ["cannot be", false, "circle-slash"],
  ])("shows why a launch that %s is not routed", (_, isFailure, icon) => {
    const unrouted = [
      { id: "d1", label: "attach", kind: "debug" as const, why: "The program runs already.", isFailure },
    ];
    const row = rowOf(treeNodes({ ...nothing, unrouted }), "unrouted:d1");
    expect([row.description, row.tooltip, row.icon]).toEqual([
      "not routed",
      "The program runs already.",
      icon,
    ]);
  });

  it("gives every row an id of its own, the same each time", () => {
    const facts = {
      ...nothing,
      servers: [server, { ...server, key: "/w/.mcp.json#github" }],
      // The same name in two folders of a workspace.
      secrets: [secret, { ...secret, folder: "/v" }],
      sessions: [session, { ...session, id: "s2" }],
    };
    const ids = flat(treeNodes(facts)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(flat(treeNodes(facts)).map(({ id }) => id)).toEqual(ids);
  });

  it("keeps a row for each of 500 secrets and 50 sessions", () => {
    const nodes = treeNodes({
      ...nothing,
      secrets: Array.from({ length: 500 }, (_, index) => ({ ...secret, name: `NAME_${index}` })),
      sessions: Array.from({ length: 50 }, (_, index) => ({ ...session, id: `s${index}` })),
    });
    expect(nodes.map(({ children }) => children?.length)).toEqual([500, 0, 50]);
  });
});

function rowOf(nodes: readonly TreeNode[], id: string): TreeNode {
  const found = flat(nodes).find((node) => node.id === id);
  if (found === undefined) throw new Error(`There is no row ${id}.`);
  return found;
}

function flat(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
}
