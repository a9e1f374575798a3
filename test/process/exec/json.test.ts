import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ExecHome, makeExecHome } from "../../support/exec/execHome";

const printsArguments = ["node", "-p", "JSON.stringify(process.argv.slice(1))"];
let at: ExecHome;
beforeEach(() => {
  at = makeExecHome();
});
afterEach(() => at.remove());

describe("exec --json", () => {
  test.each([
    [["exec", "--json", "--mode", "on", "--", "true"], "USAGE", 2],
    [["exec", "--mode", "vault", "--json"], "USAGE", 2],
    [["exec", "--json", "--", "no-such-program-of-ours"], "COMMAND_NOT_FOUND", 127],
  ])("says as one document why %j does not run", async (args, errorCode, exitCode) => {
    const { stdout, stderr, code } = await at.run(args);
    expect({ stdout, code }).toEqual({ stdout: "", code: exitCode });
    expect(documents(stderr)).toEqual([
      { error: { code: errorCode, message: expect.any(String), nextStep: expect.any(String) } },
    ]);
  });

  test("says that a program runs without routing, after the reason", async () => {
    writeFileSync(join(at.project, "secret-router.json"), '{"mod":"vault"}');
    const { stdout, stderr, code } = await at.run(["exec", "--json", "--", ...printsArguments]);
    expect({ stdout, code }).toEqual({ stdout: "[]\n", code: 0 });
    expect(documents(stderr)).toMatchObject([{ error: { code: "CONFIG_INVALID" } }, { routed: false }]);
  });

  test("gives what debug adds as a document", async () => {
    await at.store({ OPENAI_API_KEY: "made-up-vault-value" });
    writeFileSync(join(at.project, "secret-router.json"), '{"mode":"vault","debug":true}');
    const { stderr } = await at.run(["exec", "--json", "--", "node", "-e", "process.env.OPENAI_API_KEY"]);
    expect(documents(stderr)).toMatchObject([
      { summary: { mode: "vault", hits: { vault: 1, env: 0 }, names: [{ name: "OPENAI_API_KEY" }] } },
    ]);
    expect(stderr).not.toContain("made-up-vault-value");
  });

  test("leaves the program's own --json alone, and is off without its own", async () => {
    const { stdout } = await at.run(["exec", "--", ...printsArguments, "--", "--json"]);
    expect(stdout).toBe('["--json"]\n');
    const { stderr } = await at.run(["exec", "--mode", "on", "--", "true", "--json"]);
    expect(stderr).toMatch(/^secret-router: "on" is no mode/);
  });
});

function documents(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
