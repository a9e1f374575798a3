import { describe, expect, it } from "vitest";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";
import { until } from "../../support/until";

const preload = buildPreload();

const timed = (name: string): string => `
  const t = Date.now(); const first = process.env.${name}; const waited = Date.now() - t;
  const u = Date.now(); const second = process.env.${name}; const again = Date.now() - u;`;

describe.each(nodesUnderTest)("names that the lease lacks, on Node $major", ({ path }) => {
  const session = useSession();

  it.skipIf(path === "").each([
    { what: "an unknown name", entries: [] },
    { what: "a pending one", entries: [{ name: "LATE_TOKEN", status: "pending" as const }] },
  ])("$what is asked for and served as soon as the broker answers", async ({ entries }) => {
    const current = session();
    current.write({ entries, body: { askWaitMs: 3000 } });
    const running = runNode(
      path,
      ["-e", `${timed("LATE_TOKEN")} process.stdout.write(first + "," + second)`],
      {
        env: current.env(preload),
      },
    );
    await until(() => current.eventsOf("ask").length > 0, { what: "the question" });
    current.write({ values: { LATE_TOKEN: "made-up-late" } });
    expect(await running).toMatchObject({ code: 0, stdout: "made-up-late,made-up-late", stderr: "" });
    expect(current.eventsOf("ask")).toMatchObject([{ name: "LATE_TOKEN" }]);
  });

  it.skipIf(path === "")(
    "is waited for once, then the environment serves until a lease brings it",
    async () => {
      const current = session();
      current.write({ body: { askWaitMs: 200 } });
      const code = `${timed("LATE_TOKEN")}
      process.stdout.write([first, second, waited, again].join() + "\\n");
      const i = setInterval(() => { if (process.env.LATE_TOKEN === "made-up-late") { clearInterval(i); process.stdout.write("came"); } }, 10);`;
      const running = runNode(path, ["-e", code], {
        env: current.env(preload, { LATE_TOKEN: "made-up-env" }),
      });
      await until(() => current.eventsOf("reads").length > 0, { what: "the reads" });
      current.write({ values: { LATE_TOKEN: "made-up-late" } });
      const [line, last] = (await running).stdout.split("\n");
      const [first, second, waited, again] = line?.split(",") ?? [];
      expect([first, second, last]).toEqual(["made-up-env", "made-up-env", "came"]);
      expect(Number(waited)).toBeGreaterThanOrEqual(200);
      expect(Number(again)).toBeLessThan(100);
    },
  );

  it.skipIf(path === "")(
    "a broker that never answers costs three waits, whatever the number of names",
    async () => {
      session().write({ body: { askWaitMs: 150 } });
      const code = `const t = Date.now(); for (let i = 0; i < 40; i++) process.env["LATE_" + i + "_TOKEN"]; process.stdout.write(String(Date.now() - t));`;
      const result = await runNode(path, ["-e", code], { env: session().env(preload) });
      expect(Number(result.stdout)).toBeGreaterThanOrEqual(450);
      expect(Number(result.stdout)).toBeLessThan(1500);
      expect(session().eventsOf("ask")).toHaveLength(40);
    },
  );

  it.skipIf(path === "").each([
    { what: "in shadow mode", header: { mode: "shadow" as const }, body: {}, asks: 1 },
    { what: "outside the canary", header: { mode: "dual" as const, canary: 0 }, body: {}, asks: 1 },
    { what: "when the wait is zero", header: {}, body: { askWaitMs: 0 }, asks: 1 },
    { what: "when the broker is dead", header: { broker: 4_194_304 }, body: {}, asks: 1 },
    { what: "when killed", header: { killed: true }, body: {}, asks: 0 },
  ])("is not waited for $what", async ({ header, body, asks }) => {
    session().write({ header, body: { askWaitMs: 5000, ...body } });
    const result = await runNode(
      path,
      ["-e", `${timed("LATE_TOKEN")} process.stdout.write(first + "," + waited)`],
      {
        env: session().env(preload, { LATE_TOKEN: "made-up-env" }),
      },
    );
    const [value, waited] = result.stdout.split(",");
    expect(value).toBe("made-up-env");
    expect(Number(waited)).toBeLessThan(1000);
    expect(session().eventsOf("ask")).toHaveLength(asks);
  });

  it.skipIf(path === "")("a server's scope bounds what is asked for", async () => {
    session().write({ body: { askWaitMs: 0 } });
    const handle = session().handle({ rules: { ...defaultNameRules, scope: ["MINE"] } });
    const code = "process.env.MINE; process.env.OTHER_TOKEN; process.stdout.write(process.env.OTHER_TOKEN)";
    const result = await runNode(path, ["-e", code], {
      env: {
        ...session().env(preload, { OTHER_TOKEN: "made-up-env" }),
        VSCODE_SECRET_ROUTER_SESSION: handle,
      },
    });
    expect(result.stdout).toBe("made-up-env");
    expect(session().eventsOf("ask")).toMatchObject([{ name: "MINE" }]);
  });
});
