import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { python } from "../../support/capabilities";
import { type CliHome, cliPath, makeCliHome } from "../../support/cli";
import { type PtyStep, runOnPty } from "../../support/pty";

let home: CliHome;
beforeEach(async () => {
  home = makeCliHome();
  await home.succeed(["set", "A_TOKEN"], { input: "made-up-value" });
});
afterEach(() => home.remove());

function onTerminal(args: readonly string[], steps: readonly PtyStep[]) {
  return runOnPty([process.execPath, cliPath, ...args], { cwd: home.project, env: home.env, steps });
}

const passphrase = "made-up passphrase 5d0c";
const choose = [
  { after: "New passphrase (not shown): ", type: `${passphrase}\r` },
  { after: "Once more: ", type: `${passphrase}\r` },
];
const open = { after: "Passphrase of the store (not shown): ", type: `${passphrase}\r` };

describe.skipIf(python.path === undefined)("passphrase", () => {
  it("protects the key, is asked for on a terminal, and can be taken away", async () => {
    const set = await onTerminal(["passphrase"], choose);
    expect(set).toMatchObject({ code: 0, screen: expect.stringContaining("protected by the passphrase") });
    expect(set.screen).not.toContain("5d0c");

    const alone = await home.run(["get", "A_TOKEN", "--reveal"]);
    expect(alone).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("[PASSPHRASE_NEEDED]"),
    });

    const asked = await onTerminal(["get", "A_TOKEN", "--reveal"], [open]);
    expect(asked).toMatchObject({ code: 0, screen: expect.stringContaining("made-up-value") });
    const again = { after: "That was not it.", type: `${passphrase}\r` };
    const second = await onTerminal(["list"], [{ ...open, type: "wrong\r" }, again]);
    expect(second).toMatchObject({ code: 0, screen: expect.stringContaining("A_TOKEN") });

    expect(await onTerminal(["passphrase", "--remove"], [open])).toMatchObject({ code: 0 });
    expect((await home.succeed(["get", "A_TOKEN", "--reveal"])).stdout).toBe("made-up-value");
  });

  it("changes nothing when the two differ or nothing is typed", async () => {
    const [first] = choose as [PtyStep];
    const differ = await onTerminal(["passphrase"], [first, { after: "Once more: ", type: "other\r" }]);
    expect(differ).toMatchObject({ code: 1, screen: expect.stringContaining("The two differ") });
    const empty = await onTerminal(["passphrase"], [{ ...first, type: "\r" }]);
    expect(empty).toMatchObject({ code: 1, screen: expect.stringContaining("The passphrase is empty.") });
    expect((await home.succeed(["get", "A_TOKEN", "--reveal"])).stdout).toBe("made-up-value");
  });
});

describe("passphrase without a terminal", () => {
  it("is refused, and nothing is read from standard input", async () => {
    const { code, stderr } = await home.run(["passphrase"], { input: "made-up\nmade-up\n" });
    expect(code).toBe(1);
    expect(stderr).toContain("[PASSPHRASE_NEEDED]");
  });
});
