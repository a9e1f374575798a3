import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { python } from "../../support/capabilities";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";
import { type PtyStep, runOnPty } from "../../support/pty";

let home: CliHome;
beforeEach(() => {
  home = makeCliHome();
});
afterEach(() => home.remove());

function onTerminal(args: readonly string[], steps: readonly PtyStep[] = [], columns = 80) {
  return runOnPty([process.execPath, cliPath, ...args], {
    cwd: home.project,
    env: { ...home.env, TERM: "xterm-256color" },
    steps,
    columns,
  });
}

describe.skipIf(python.path === undefined)("the hidden prompt on a real terminal", () => {
  it("takes a typed value and never shows it", async () => {
    const { code, screen } = await onTerminal(
      ["set", "OPENAI_API_KEY"],
      [{ after: "Value of OPENAI_API_KEY (not shown): ", type: "made-up-typed-2f6b\r" }],
    );
    expect(code).toBe(0);
    expect(screen).toContain("Stored OPENAI_API_KEY");
    expect(screen).not.toContain("typed-2f6b");
    expect((await home.succeed(["get", "OPENAI_API_KEY", "--reveal"])).stdout).toBe("made-up-typed-2f6b");
  });

  it("stores nothing on Ctrl-C", async () => {
    const { code, screen } = await onTerminal(
      ["set", "OPENAI_API_KEY"],
      [{ after: "(not shown): ", type: "made-up-half\x03" }],
    );
    expect(code).toBe(1);
    expect(screen).toContain("[ABORTED]");
    expect((await home.run(["get", "OPENAI_API_KEY", "--reveal"])).code).toBe(1);
  });

  it("shows a revealed value on a line of its own", async () => {
    await home.succeed(["set", "A_TOKEN"], { input: "made-up-shown" });
    expect((await onTerminal(["get", "A_TOKEN", "--reveal"])).screen).toBe("made-up-shown\n");
  });
});

describe.skipIf(python.path === undefined)("output on a real terminal", () => {
  const reset = "\u001b[";

  it("is coloured there, and plain with NO_COLOR and in a pipe", async () => {
    expect((await onTerminal(["--help"])).screen).toContain(reset);
    expect((await home.succeed(["--help"])).stdout).not.toContain(reset);
    const env = { ...home.env, TERM: "xterm-256color", NO_COLOR: "1" };
    const plain = await runOnPty([process.execPath, cliPath, "--help"], { cwd: home.project, env });
    expect(plain.screen).not.toContain(reset);
  });

  it.each([40, 60, 80])("fits %i columns wherever words can be broken", async (columns) => {
    for (const args of [
      ["--help"],
      ["resolve", "--help"],
      ["vault", "login", "--help"],
      ["mode"],
      ["status"],
    ]) {
      const { screen } = await onTerminal(args, [], columns);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room.
      const lines = screen.replaceAll(/\u001b\[\d+m/g, "").split("\n");
      const tooLong = lines.filter(
        (line) => line.length > columns && !/^ {2}(secret-router|eval|pass|source)|\//.test(line),
      );
      expect(tooLong).toEqual([]);
    }
  });

  it("keeps a table that is too wide in the terminal, and cuts nothing", async () => {
    const name = `${"A_RATHER_LONG_NAME_".repeat(4)}TOKEN`;
    await home.succeed(["set", name], { input: "made-up" });
    const wide = await onTerminal(["resolve"], [], 250);
    expect(wide.screen).toMatch(/NAME.+REFERENCE.+MATCH/);
    const narrow = await onTerminal(["resolve"], [], 60);
    expect(narrow.screen).not.toMatch(/NAME.+REFERENCE/);
    expect(narrow.screen).toContain(`local:${name}`);
  });
});
