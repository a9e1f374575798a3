import { describe, expect, it } from "vitest";
import type { SecretFacts, SessionFacts, TreeFacts } from "../../../src/extension/tree/treeFacts";
import type { TreeNode } from "../../../src/extension/tree/treeNode";
import { treeNodes } from "../../../src/extension/tree/treeNodes";

const secret: SecretFacts = {
  name: "OPENAI_API_KEY",
  reference: "local:OPENAI_API_KEY",
  configurationPath: "/w/secret-router.json",
  isStored: undefined,
  inEnvironment: false,
  state: "ready",
  comparison: null,
  version: "3",
  isStale: false,
  fromVault: 0,
  fromEnvironment: 0,
  lastReadAt: null,
  error: null,
};
const session: SessionFacts = {
  id: "s1",
  kind: "debug",
  label: "sample",
  mode: "dual",
  canary: 25,
  killed: false,
  fromVault: 2,
  fromEnvironment: 6,
  errors: 0,
  programs: [{ pid: 7, program: "loop.js", runs: true }],
};
const nothing: TreeFacts = {
  nowMs: 0,
  killed: false,
  vaults: [],
  servers: [],
  secrets: [],
  sessions: [],
  unrouted: [],
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
    [{ state: "pending" }, "being fetched"],
    [{ state: "error", error: "VAULT_SEALED" }, "VAULT_SEALED"],
    [{ state: "missing" }, "missing in the vault"],
    [{ comparison: "match" }, "match"],
    [{ comparison: "mismatch" }, "mismatch"],
    [{ comparison: "missing_in_environment" }, "in the vault only"],
    [{ fromVault: 3 }, "from the vault"],
    [{}, "in the vault"],
  ] as const)("shows %j as %s", (facts, description) => {
    const row = rowOf(treeNodes({ ...nothing, secrets: [{ ...secret, ...facts }] }), "secret:OPENAI_API_KEY");
    expect(row.description).toBe(description);
    expect(row.icon).toBeDefined();
  });

  it("says of every secret that it comes from the environment while killed", () => {
    const row = rowOf(treeNodes({ ...nothing, killed: true, secrets: [secret] }), "secret:OPENAI_API_KEY");
    expect(row.description).toContain("killed");
  });

  it("tells below a secret what is known of it, and opens its mapping", () => {
    const facts = { ...secret, fromVault: 1, fromEnvironment: 2, lastReadAt: 1_000, isStale: true };
    const nodes = treeNodes({ ...nothing, nowMs: 121_000, secrets: [facts] });
    const details = rowOf(nodes, "secret:OPENAI_API_KEY").children ?? [];
    expect(Object.fromEntries(details.map(({ label, description }) => [label, description]))).toMatchObject({
      Reference: "local:OPENAI_API_KEY",
      Version: "3",
      Reads: "1 vault, 2 environment",
      "Last read": "2 minutes ago",
    });
    expect(details.find(({ label }) => label === "Reference")?.opens).toBe("/w/secret-router.json");
    expect(details.some(({ label }) => label === "Stale")).toBe(true);
  });

  it("shows a session's mode, canary and reads, and its programs below", () => {
    const row = rowOf(treeNodes({ ...nothing, sessions: [session] }), "session:s1");
    expect(row.description).toBe("dual 25 %, 2 of 8 reads from the vault");
    expect(row.children?.map(({ label }) => label)).toEqual(["loop.js"]);
    expect(row.subject).toBe("s1");
  });

  it("shows why a launch is not routed", () => {
    const unrouted = [{ id: "d1", label: "attach", why: "The program runs already." }];
    const row = rowOf(treeNodes({ ...nothing, unrouted }), "unrouted:d1");
    expect([row.description, row.tooltip]).toEqual(["not routed", "The program runs already."]);
  });

  it("gives every row an id of its own, the same each time", () => {
    const facts = { ...nothing, secrets: [secret], sessions: [session, { ...session, id: "s2" }] };
    const ids = flat(treeNodes(facts)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(flat(treeNodes(facts)).map(({ id }) => id)).toEqual(ids);
  });

  it("draws 500 secrets and 50 sessions without a stall", () => {
    const facts = {
      ...nothing,
      secrets: Array.from({ length: 500 }, (_, index) => ({ ...secret, name: `NAME_${index}` })),
      sessions: Array.from({ length: 50 }, (_, index) => ({ ...session, id: `s${index}` })),
    };
    const start = performance.now();
    treeNodes(facts);
    expect(performance.now() - start).toBeLessThan(50);
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
