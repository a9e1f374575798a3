import { describe, expect, it } from "vitest";
import { canaryThreshold, hash32, isCanary } from "../../../src/contract/canary";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";

const preload = buildPreload();

describe.each(nodesUnderTest)("the canary on Node $major", ({ path }) => {
  const session = useSession();
  const values = { DB_PASSWORD: "vault", API_TOKEN: "vault" };
  const env = { DB_PASSWORD: "env", API_TOKEN: "env" };

  function run(code: string) {
    return runNode(path, ["-e", code], { env: session().env(preload, env) });
  }

  it.skipIf(path === "").each([1, 25, 50, 99])(
    "serves %i %% of single reads from the vault",
    async (canary) => {
      session().write({ values, header: { mode: "dual", unit: "read", canary } });
      const reads = 10_000;
      const code = `let n = 0; for (let i = 0; i < ${reads}; i++) if (process.env.DB_PASSWORD === "vault") n++; process.stdout.write(String(n));`;
      const result = await run(code);
      const hits = Number(result.stdout);
      expect(Math.abs(hits - (reads * canary) / 100)).toBeLessThanOrEqual(20);
      // The timed samples are no reads of the program: the report agrees with what it saw.
      const reported = session().eventsOf("reads");
      expect(sum(reported, "vault")).toBe(hits);
      expect(sum(reported, "env")).toBe(reads - hits);
      expect(reported.some(({ costs }) => costs !== undefined)).toBe(true);
    },
  );

  it.skipIf(path === "").each([
    { canary: 0, expected: "env" },
    { canary: 100, expected: "vault" },
  ])("serves the $expected alone at $canary %", async ({ canary, expected }) => {
    for (const unit of ["process", "read", "host"] as const) {
      session().write({ values, header: { mode: "dual", unit, canary } });
      const code = `const s = new Set(); for (let i = 0; i < 1000; i++) s.add(process.env.DB_PASSWORD); process.stdout.write([...s].join());`;
      expect((await run(code)).stdout).toBe(expected);
    }
  });

  it.skipIf(path === "")("decides alike for all reads and all worker threads of a process", async () => {
    session().write({ values, header: { mode: "dual", unit: "process", canary: 50 } });
    const code = `
      const { Worker, isMainThread, parentPort } = require("worker_threads");
      const read = () => [process.env.DB_PASSWORD, process.env.DB_PASSWORD, process.env.API_TOKEN].join();
      if (isMainThread) {
        const all = new Set([read()]);
        let open = 3;
        for (let i = 0; i < 3; i++) new Worker(__filename).on("message", (m) => { all.add(m); if (--open === 0) process.stdout.write([...all].join(";")); });
      } else parentPort.postMessage(read());`;
    const file = session().program("threads.js", code);
    for (let count = 0; count < 3; count++) {
      const result = await runNode(path, [file], { env: session().env(preload, env) });
      expect(result.stdout).toMatch(/^(vault|env),\1,(vault|env)$/);
    }
  });

  it.skipIf(path === "")("decides for the host as the contract says", async () => {
    session().write({ values, header: { mode: "dual", unit: "host", canary: 40 } });
    const result = await run(
      "process.stdout.write(process.env.DB_PASSWORD + '|' + require('os').hostname())",
    );
    const [served, hostname] = result.stdout.split("|");
    const expected = isCanary(hash32(`${hostname}\0DB_PASSWORD`), 0, canaryThreshold(40));
    expect(served).toBe(expected ? "vault" : "env");
  });
});

function sum(events: readonly { source: string; count: number }[], source: string): number {
  return events.filter((event) => event.source === source).reduce((total, { count }) => total + count, 0);
}
