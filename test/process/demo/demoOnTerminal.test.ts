import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { python } from "../../support/capabilities";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";
import { runOnPty } from "../../support/pty";

const escapeCharacter = String.fromCharCode(27);
const sequence = new RegExp(`${escapeCharacter}\\[[0-9;?]*[A-Za-z]`, "g");
const colour = new RegExp(`${escapeCharacter}\\[[0-9;]*m`);
const moveUp = new RegExp(`${escapeCharacter}\\[\\d+A`);
const seconds = "5";

describe.skipIf(python.path === undefined)("the demo on a terminal", () => {
  let user: CliHome;

  beforeEach(() => {
    user = makeCliHome();
  });

  afterEach(() => user.remove());

  function play(env: Record<string, string>, columns: number, rows: number) {
    return runOnPty([process.execPath, cliPath, "demo", "--seconds", seconds], {
      cwd: user.project,
      env: { ...user.env, TERM: "xterm-256color", TMPDIR: user.home, ...env },
      columns,
      rows,
      seconds: 60,
    });
  }

  it("draws frames that fit 80 by 24, takes the last one away and ends with the summary", async () => {
    const { code, screen } = await play({}, 80, 24);
    expect(code).toBe(0);
    const frames = screen.split(moveUp);
    expect(frames.length).toBeGreaterThan(20);
    for (const frame of frames.slice(0, -1)) {
      const lines = frame.replaceAll(sequence, "").trimEnd().split("\n");
      expect(lines.length).toBeLessThan(24);
      expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    }
    const last = frames.at(-1) ?? "";
    // The cursor comes back before the summary stays.
    expect(last).toContain(`${escapeCharacter}[?25h`);
    expect(last).toMatch(colour);
    const summary = last.replaceAll(sequence, "").trim().split("\n");
    expect(summary.at(-1)).toBe("All 12 promises held.");
    expect(summary.length).toBeLessThan(24);
  });

  it("uses no colour under NO_COLOR", async () => {
    const { code, screen } = await play({ NO_COLOR: "1" }, 80, 24);
    expect(code).toBe(0);
    expect(screen).not.toMatch(colour);
  });

  it.each([
    [79, 24],
    [80, 23],
  ])("prints plain lines where %i by %i is too small for a frame", async (columns, rows) => {
    const { code, screen } = await play({}, columns, rows);
    expect(code).toBe(0);
    expect(screen).not.toMatch(moveUp);
    expect(screen.replaceAll(sequence, "")).toContain("All 12 promises held.");
  });

  it("gives the cursor back when it is stopped by Ctrl-C", async () => {
    const { screen } = await runOnPty([process.execPath, cliPath, "demo", "--seconds", "30"], {
      cwd: user.project,
      env: { ...user.env, TERM: "xterm-256color", TMPDIR: user.home },
      steps: [{ after: "mode dual", type: "\u0003" }],
      seconds: 40,
    });
    expect(screen.lastIndexOf(`${escapeCharacter}[?25h`)).toBeGreaterThan(
      screen.lastIndexOf(`${escapeCharacter}[?25l`),
    );
    expect(screen).toContain("everything that it made is removed");
  });
});
