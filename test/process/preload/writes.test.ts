import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";

const preload = buildPreload();

describe.each(nodesUnderTest)("what the program itself does, on Node $major", ({ path }) => {
  const session = useSession();
  const values = { DB_PASSWORD: "made-up-vault", API_TOKEN: "made-up-vault" };

  async function run(code: string): Promise<string> {
    const env = session().env(preload, { DB_PASSWORD: "made-up-env" });
    const result = await runNode(path, ["-e", code], { env });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    return result.stdout;
  }

  it.skipIf(path === "").each([
    { what: "an assignment", action: 'process.env.DB_PASSWORD = "mine"', expected: "mine" },
    {
      what: "Object.assign",
      action: 'Object.assign(process.env, { DB_PASSWORD: "mine" })',
      expected: "mine",
    },
    { what: "delete", action: "delete process.env.DB_PASSWORD", expected: "undefined" },
    {
      what: "defineProperty",
      action:
        'Object.defineProperty(process.env, "DB_PASSWORD", { value: "mine", writable: true, enumerable: true, configurable: true })',
      expected: "mine",
    },
  ])("$what wins over the vault from then on, before and after a new lease", async ({ action, expected }) => {
    session().write({ values });
    const lease = JSON.stringify(session().leasePath);
    const next = join(session().directory, "next");
    const later = session().seal({ values: { ...values, API_TOKEN: "made-up-later" } });
    writeFileSync(next, later, { mode: 0o600 });
    const code = `
      const seen = [process.env.DB_PASSWORD];
      ${action};
      seen.push(process.env.DB_PASSWORD, "DB_PASSWORD" in process.env, Object.keys(process.env).includes("DB_PASSWORD"));
      require("fs").renameSync(${JSON.stringify(next)}, ${lease});
      setTimeout(() => process.stdout.write([...seen, process.env.API_TOKEN, process.env.DB_PASSWORD].join()), 260);`;
    const present = expected !== "undefined";
    const after = present ? expected : "";
    expect(await run(code)).toBe(`made-up-vault,${after},${present},${present},made-up-later,${after}`);
  });

  it.skipIf(path === "")("a write before the first read wins too, and costs no lease", async () => {
    session().write({ values });
    const code = `process.env.DB_PASSWORD = "mine"; process.stdout.write(String(require("fs").readdirSync(${JSON.stringify(`${session().directory}/events`)}).length) + process.env.DB_PASSWORD);`;
    expect(await run(code)).toBe("0mine");
  });

  it.skipIf(path === "")("a written value is what shadow mode compares", async () => {
    session().write({ values: { DB_PASSWORD: "from-dotenv" }, header: { mode: "shadow" } });
    await run('process.env.DB_PASSWORD = "from-dotenv"; process.env.DB_PASSWORD');
    expect(session().eventsOf("compare")).toMatchObject([{ name: "DB_PASSWORD", result: "match" }]);
  });

  it.skipIf(path === "")("compares once per name and generation", async () => {
    session().write({ values });
    await run(
      "for (let i = 0; i < 5; i++) process.env.DB_PASSWORD; setTimeout(() => process.env.DB_PASSWORD, 250); setTimeout(() => process.env.DB_PASSWORD, 500);",
    );
    expect(session().eventsOf("compare")).toMatchObject([{ name: "DB_PASSWORD", result: "mismatch" }]);
    expect(
      session()
        .eventsOf("reads")
        .reduce((total, { count }) => total + count, 0),
    ).toBe(7);
  });

  it.skipIf(path === "").each([
    { status: "missing" as const, policy: { onMissing: "fail" as const } },
    { status: "error" as const, policy: { onError: "fail" as const } },
  ])("the policy fail hides a name whose status is $status", async ({ status, policy }) => {
    session().write({ entries: [{ name: "DB_PASSWORD", status }], body: policy });
    const code =
      'process.stdout.write([typeof process.env.DB_PASSWORD, "DB_PASSWORD" in process.env, Object.keys(process.env).includes("DB_PASSWORD")].join())';
    expect(await run(code)).toBe("undefined,false,false");
    expect(session().eventsOf("reads")).toMatchObject([{ source: "none", count: 1 }]);
  });

  it.skipIf(path === "").each([
    { status: "missing" as const, policy: { onError: "fail" as const } },
    { status: "error" as const, policy: { onMissing: "fail" as const } },
  ])("the policy env serves the environment for the status $status", async ({ status, policy }) => {
    session().write({ entries: [{ name: "DB_PASSWORD", status }], body: policy });
    expect(await run("process.stdout.write(process.env.DB_PASSWORD)")).toBe("made-up-env");
  });
});
