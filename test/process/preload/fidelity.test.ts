import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { TestSession } from "../../support/preload/testSession";
import { knownDifferences } from "./knownDifferences";

const preload = buildPreload();
const program = resolve(import.meta.dirname, "../../fixtures/preload/operations.cjs");

// Routed names have the same value on both sides, so that only the way of serving differs.
const values = {
  API_TOKEN: "made-up-token",
  API_SECRET: "made-up-secret",
  OVER_TOKEN: "first",
  DELETE_TOKEN: "to-delete",
  AGAIN_TOKEN: "to-delete",
  REFLECT_DELETE_TOKEN: "to-delete",
};

type Results = Record<string, string>;

describe.each(nodesUnderTest)("fidelity on Node $major", ({ path, major }) => {
  const session = new TestSession();
  afterAll(() => session.dispose());

  async function run(isRouted: boolean): Promise<Results> {
    const env = session.env(preload, { ...values, PLAIN: "plain-value", PLAIN_DELETE: "x" });
    // Node cares for the variable's presence, so the bare side loads an empty file in the same place.
    const nothing = join(import.meta.dirname, "../../fixtures/preload/nothing.cjs");
    const options = isRouted ? env : { ...env, NODE_OPTIONS: `--require "${nothing}"` };
    const result = await runNode(path, [program], { env: options });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    return JSON.parse(result.stdout.replaceAll(preload, "PRELOAD").replaceAll(nothing, "PRELOAD")) as Results;
  }

  it.skipIf(path === "").each(["vault", "shadow"] as const)(
    "%s mode differs from the native environment in nothing but the documented list",
    async (mode) => {
      session.write({ header: { mode }, values, body: { askWaitMs: 0 } });
      const native = await run(false);
      const routed = await run(true);
      expect(Object.keys(native).length).toBeGreaterThanOrEqual(60);
      const differing = Object.keys(native).filter((name) => native[name] !== routed[name]);
      const expected = knownDifferences
        .filter(({ since, until }) => major >= since && major <= until)
        .map(({ operation }) => operation);
      const found = Object.fromEntries(
        differing
          .filter((name) => !expected.includes(name))
          .map((name) => [name, { native: native[name], routed: routed[name] }]),
      );
      expect(found).toEqual({});
      expect(expected.filter((name) => !differing.includes(name))).toEqual([]);
    },
  );
});
