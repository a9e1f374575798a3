import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
beforeEach(() => {
  home = makeCliHome();
});
afterEach(() => home.remove());

describe("set, list, get and rm", () => {
  it("store, show and forget a secret", async () => {
    const first = await home.succeed(["set", "OPENAI_API_KEY"], { input: "made-up-value-0b1d\n" });
    expect(first.stdout).toContain("Stored OPENAI_API_KEY in the embedded store, version 1.");
    const list = await home.succeed(["list"]);
    expect(list.stdout).toMatch(
      /^NAME +VERSION {2}CHANGED\nOPENAI_API_KEY +1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$/,
    );
    expect((await home.succeed(["get", "OPENAI_API_KEY", "--reveal"])).stdout).toBe("made-up-value-0b1d");
    expect((await home.succeed(["rm", "OPENAI_API_KEY"])).stdout).toContain("Removed OPENAI_API_KEY");
    expect((await home.run(["get", "OPENAI_API_KEY", "--reveal"])).code).toBe(1);
    expect((await home.run(["rm", "OPENAI_API_KEY"])).stderr).toMatch(
      /There is no OPENAI_API_KEY.*SECRET_MISSING/,
    );
    const said = first.stdout + list.stdout;
    expect(said).not.toContain("0b1d");
  });

  it("say where the store is when the first set creates it, and only then", async () => {
    const store = join(home.own, "data", "store.age");
    expect((await home.succeed(["list"])).stdout).toContain("There is no store yet.");
    expect(existsSync(store)).toBe(false);
    const first = await home.succeed(["set", "A_TOKEN"], { input: "made-up-a" });
    expect(first.stdout).toContain(`created the store ${store}`);
    expect(statSync(store).mode & 0o777).toBe(0o600);
    const second = await home.succeed(["set", "B_TOKEN"], { input: "made-up-b" });
    expect(second.stdout).not.toContain("created");
  });

  it.each([
    ["made-up\n", "made-up"],
    ["made-up\r\n", "made-up"],
    ["made-up\n\n", "made-up\n"],
    [" made-up ", " made-up "],
    ["line one\nline two\n", "line one\nline two"],
    ["pässwörd 🔑\n", "pässwörd 🔑"],
  ])("keep %j but for one line end", async (input, value) => {
    await home.succeed(["set", "ODD_TOKEN"], { input });
    expect((await home.succeed(["get", "ODD_TOKEN", "--reveal"])).stdout).toBe(value);
  });

  it("refuse an empty value and what is not text", async () => {
    const empty = await home.run(["set", "A_TOKEN"], { input: "\n" });
    expect(empty).toMatchObject({ code: 1, stdout: "" });
    expect(empty.stderr).toContain("No value was given");
    expect((await home.run(["set", "A_TOKEN"], { input: Buffer.from([0xff, 0xfe, 0x00]) })).code).not.toBe(0);
    expect(existsSync(join(home.own, "data", "store.age"))).toBe(false);
  });

  it.each(["1TOKEN", "A-TOKEN", "A TOKEN", "A.TOKEN", "Ä_TOKEN", "A".repeat(257)])(
    "refuse the name %s",
    async (name) => {
      const { code, stderr } = await home.run(["set", name], { input: "made-up" });
      expect({ code, isName: stderr.includes("NAME_INVALID") }).toEqual({ code: 1, isName: true });
    },
  );

  it("count versions on through a removal", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-1" });
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-2" });
    await home.succeed(["rm", "A_TOKEN"]);
    const { stdout } = await home.succeed(["set", "A_TOKEN", "--json"], { input: "made-up-3" });
    expect(JSON.parse(stdout)).toMatchObject({ name: "A_TOKEN", reference: "local:A_TOKEN", version: "3" });
  });

  it("say when a stored name would not be routed", async () => {
    const { stdout } = await home.succeed(["set", "PLAIN_THING"], { input: "made-up" });
    expect(stdout).toContain(
      'Add it to secret-router.json: "secrets": { "PLAIN_THING": "local:PLAIN_THING" }',
    );
    expect((await home.succeed(["set", "A_TOKEN"], { input: "made-up" })).stdout).not.toContain("Add it");
  });

  it("record every change in the audit log, and no value", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-audited-93aa" });
    await home.succeed(["get", "A_TOKEN", "--reveal"]);
    await home.succeed(["rm", "A_TOKEN"]);
    const { stdout } = await home.succeed(["audit", "--json"]);
    const { entries } = JSON.parse(stdout);
    expect(entries.map((entry: { action: string; name: string }) => [entry.action, entry.name])).toEqual([
      ["set", "A_TOKEN"],
      ["reveal", "A_TOKEN"],
      ["remove", "A_TOKEN"],
    ]);
    expect(stdout).not.toContain("93aa");
  });

  it("end quietly when the reader has seen enough", async () => {
    const { spawnSync } = await import("node:child_process");
    const { cliPath } = await import("../../support/cli");
    const { stderr, status } = spawnSync(
      "bash",
      [
        "-c",
        `set -o pipefail; "$0" "$1" completion bash | head -c 10 >/dev/null; exit 0`,
        process.execPath,
        cliPath,
      ],
      { env: { ...home.env }, encoding: "utf8" },
    );
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });
});
