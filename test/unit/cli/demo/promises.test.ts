import { describe, expect, it } from "vitest";
import type { SessionStatus } from "../../../../src/broker/sessionStatus";
import { DemoFacts } from "../../../../src/cli/demo/demoFacts";
import { promisesOf } from "../../../../src/cli/demo/promises";

/** Facts of a demo in which everything went well. */
function goodFacts(): DemoFacts {
  const facts = new DemoFacts("an encrypted store", 60);
  const add = (mode: "shadow" | "dual" | "vault", vault: number, environment: number, killed = false) =>
    facts.enter(mode, 25, killed).tally.add("OPENAI_API_KEY", { vault, environment, neither: 0 }, []);
  add("shadow", 0, 400);
  add("dual", 100, 300);
  add("vault", 400, 0);
  add("vault", 0, 40, true);
  facts.comparisons = new Map([
    ["HUGGINGFACE_API_KEY", "match"],
    ["ANTHROPIC_API_KEY", "match"],
    ["OPENAI_API_KEY", "match"],
    ["DATABASE_URL", "mismatch"],
  ]);
  facts.serverPids.add(4711);
  facts.modeNotices.push({ totalMs: 90, sinceBrokerMs: null }, { totalMs: 80, sinceBrokerMs: null });
  facts.rotation = { totalMs: 400, sinceBrokerMs: 300 };
  facts.kill = { totalMs: 300, sinceBrokerMs: null };
  facts.resume = { totalMs: 300, sinceBrokerMs: null };
  facts.status = { errors: { total: 0 } } as SessionStatus;
  facts.leaks = { files: 10, leaks: [] };
  facts.audit = { lines: 50, problem: undefined };
  facts.strayLines = 0;
  return facts;
}

function broken(facts: DemoFacts): readonly string[] {
  return promisesOf(facts).flatMap(({ id, held }) => (held ? [] : [id]));
}

describe("promisesOf", () => {
  it("holds all where everything went well", () => {
    expect(broken(goodFacts())).toEqual([]);
  });

  it("holds nothing where nothing was seen", () => {
    const promises = promisesOf(new DemoFacts("an encrypted store", 60));
    expect(promises.filter(({ held }) => held)).toEqual([]);
    expect(promises).toHaveLength(12);
  });

  const one = { vault: 0, environment: 0, neither: 0 };
  it.each<[string, (facts: DemoFacts) => void]>([
    ["shadow_serves_environment", (facts) => addReads(facts, "shadow", { ...one, vault: 1 })],
    ["shadow_compares", (facts) => (facts.comparisons = new Map([["DATABASE_URL", "mismatch"]]))],
    ["dual_keeps_canary", (facts) => addReads(facts, "dual", { ...one, vault: 12 })],
    ["vault_serves_vault", (facts) => addReads(facts, "vault", { ...one, environment: 1 })],
    ["no_restart", (facts) => facts.serverPids.add(4712)],
    ["no_restart", (facts) => (facts.modeNotices[1] = { totalMs: null, sinceBrokerMs: null })],
    ["no_restart", (facts) => (facts.brokenOff = "The MCP server ended in the middle.")],
    ["rotation", (facts) => (facts.rotation = { totalMs: 301, sinceBrokerMs: 301 })],
    ["rotation", (facts) => (facts.rotation = { totalMs: 1, sinceBrokerMs: null })],
    ["kill", (facts) => (facts.kill = { totalMs: 301, sinceBrokerMs: null })],
    ["resume", (facts) => (facts.resume = { totalMs: null, sinceBrokerMs: null })],
    ["no_errors", (facts) => facts.find("vault")?.tally.addError("OPENAI_API_KEY")],
    ["no_errors", (facts) => (facts.status = { errors: { total: 1 } } as SessionStatus)],
    ["no_leak", (facts) => (facts.leaks = { files: 10, leaks: ["router/run/x/lease"] })],
    ["no_leak", (facts) => (facts.standardErrorLeaked = true)],
    ["audit_verifies", (facts) => (facts.audit = { lines: 5, problem: "line 3: it was changed" })],
    ["clean_output", (facts) => (facts.strayLines = 1)],
  ])("breaks %s alone", (id, spoil) => {
    const facts = goodFacts();
    spoil(facts);
    expect(broken(facts)).toEqual([id]);
  });

  it.each([
    [92, 308, true],
    [91, 309, false],
    [108, 292, true],
    [109, 291, false],
  ])(
    "takes a canary that served %i of the vault and %i of the environment: %s",
    (vault, environment, held) => {
      const facts = goodFacts();
      facts.stretches.splice(0, facts.stretches.length);
      addReads(facts, "dual", { vault, environment, neither: 0 });
      expect(!broken(facts).includes("dual_keeps_canary")).toBe(held);
    },
  );
});

function addReads(
  facts: DemoFacts,
  mode: "shadow" | "dual" | "vault",
  origins: { vault: number; environment: number; neither: number },
): void {
  facts.enter(mode, 25, false).tally.add("OPENAI_API_KEY", origins, []);
}
