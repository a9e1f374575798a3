import { chmodSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
beforeEach(() => {
  home = makeCliHome();
});
afterEach(() => home.remove());

interface Finding {
  readonly level: string;
  readonly area: string;
  readonly message: string;
  readonly nextStep?: string;
}

async function findings(env: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await home.run(["doctor", "--json"], { env });
  const document = JSON.parse(stdout) as { ok: boolean; findings: readonly Finding[] };
  expect(document.ok).toBe(code === 0);
  return { code, bad: document.findings.filter(({ level }) => level !== "ok"), all: document.findings };
}

describe("doctor", () => {
  it("finds nothing wrong in a new home, and says how the store comes about", async () => {
    const { code, bad, all } = await findings();
    expect(code).toBe(0);
    expect(bad).toEqual([]);
    const [store, ...more] = all.filter(({ area }) => area === "provider");
    expect(store?.message).toMatch(/no store yet at .*secret-router set NAME$/);
    expect(more).toEqual([]);
    expect(new Set(all.map(({ area }) => area))).toEqual(
      new Set([
        "Node",
        "NODE_OPTIONS",
        "folders",
        "configuration",
        "provider",
        "clock",
        "sessions",
        "kill switch",
        "audit log",
        ".env files",
      ]),
    );
  });

  it("finds nothing at all once a secret is stored", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up" });
    const { stdout } = await home.succeed(["doctor"]);
    expect(stdout).toMatch(/\n\nNothing is wrong\.\n$/);
  });

  it("finds that routing is switched off", async () => {
    const { bad } = await findings({ SECRET_ROUTER: "0" });
    expect(bad).toMatchObject([{ area: "Node", message: expect.stringContaining("SECRET_ROUTER=0") }]);
  });

  it("finds folders and files that others can read, and says how to close them", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up" });
    const state = join(home.own, "state");
    chmodSync(state, 0o755);
    chmodSync(join(home.own, "config", "identity.age"), 0o644);
    const { code, bad } = await findings();
    expect(code).toBe(1);
    const folders = bad.filter(({ area }) => area === "folders");
    expect(folders.map(({ nextStep }) => nextStep)).toEqual([
      `Make it yours alone: chmod 700 "${state}"`,
      expect.stringContaining(`chmod 600 "${join(home.own, "config", "identity.age")}"`),
    ]);
    expect(bad.some(({ area }) => area === "provider")).toBe(true);
  });

  it("finds a store that is damaged", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up" });
    writeFileSync(join(home.own, "data", "store.age"), "not a store", { mode: 0o600 });
    const { code, bad } = await findings();
    expect(code).toBe(1);
    expect(bad).toMatchObject([
      { area: "provider", level: "problem", nextStep: expect.stringMatching(/\w/) },
    ]);
  });

  it("finds plain-text copies in .env files, and leaves templates and placeholders alone", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up" });
    writeFileSync(
      join(home.project, ".env"),
      "export OPENAI_API_KEY='made-up-plain-88d2'\nPORT=80\nB_TOKEN=\n",
    );
    writeFileSync(join(home.project, ".env.example"), "C_TOKEN=made-up-example\n");
    const { code, bad } = await findings();
    expect(code).toBe(0);
    const path = join(home.project, ".env");
    expect(bad).toEqual([
      {
        level: "warning",
        area: ".env files",
        message: `${path} holds OPENAI_API_KEY in plain text.`,
        nextStep: `Copy them into the store first: secret-router import ${path}`,
      },
    ]);
    await home.succeed(["mode", "vault"]);
    expect((await findings()).bad).toMatchObject([
      { nextStep: `Move them: secret-router import ${path} --delete` },
    ]);
  });

  it("finds a clock that was set back", async () => {
    await home.succeed(["kill"]);
    await home.succeed(["resume"]);
    const ahead = new Date(Date.now() + 3600_000);
    utimesSync(join(home.own, "state", "control.json"), ahead, ahead);
    const { code, bad } = await findings();
    expect(code).toBe(1);
    expect(bad.map(({ area }) => area)).toContain("clock");
  });

  it("finds a kill switch that is still thrown, and a provider that is not there yet", async () => {
    await home.succeed(["kill"]);
    writeFileSync(join(home.project, "secret-router.json"), '{ "secrets": { "A_TOKEN": "aws:prod/a#k" } }');
    const { code, bad } = await findings();
    expect(code).toBe(1);
    expect(bad.find(({ area }) => area === "kill switch")?.nextStep).toContain("secret-router resume");
    expect(bad.find(({ message }) => message.includes("not available yet"))?.level).toBe("problem");
  });

  it("gives every finding that is not fine a next step", async () => {
    mkdirSync(join(home.own, "state"), { recursive: true, mode: 0o777 });
    writeFileSync(join(home.project, "secret-router.json"), "{ broken");
    const { bad } = await findings();
    expect(bad.length).toBeGreaterThan(1);
    for (const { nextStep } of bad) expect(nextStep).toMatch(/\w{3}/);
  });
});
