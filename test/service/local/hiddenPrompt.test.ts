import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeBinary, python } from "../../support/capabilities";
import { buildDriver } from "./buildDriver";
import { runInTerminal } from "./runInTerminal";

let driver: string;
const value = "made-up typed Päss🔑";

beforeAll(async () => {
  driver = await buildDriver(`
    import { hiddenPrompt } from "./platform/hiddenPrompt";
    import { readSecretInput } from "./platform/readSecretInput";
    const [how] = process.argv.slice(2);
    const asked = how === "input" ? readSecretInput("Value: ")
      : hiddenPrompt("Passphrase: ", { onlyStandardInput: how === "stdin" });
    asked.then(
      (answer) => process.stdout.write("GOT " + (answer === undefined ? "nothing" : Buffer.from(answer.reveal()).toString("hex")) + "\\n"),
      (error) => process.stdout.write("FAILED " + error.code + "\\n"),
    );
  `);
});

describe.skipIf(!python.path)("the hidden prompt, on a real terminal", () => {
  it.each([
    ["what is typed", `${value}\r`, value],
    ["what is mended while typing", `wrong\x15${value}x\x7f\r`, value],
    ["a paste of several lines", "\x1b[200~line one\rline two\x1b[201~\r", "line one\nline two"],
    ["nothing but Enter", "\r", ""],
  ])("reads %s and shows none of it", async (_what, keys, expected) => {
    const { output, status } = await runInTerminal(
      [process.execPath, driver, "any"],
      [{ expect: "Passphrase: ", send: keys }],
    );
    expect(output).toContain(`GOT ${Buffer.from(expected).toString("hex")}\n`);
    expect(status).toBe(0);
    for (const part of [value, "line one", "line two", "wrong"]) expect(output).not.toContain(part);
  });

  it.each([
    ["Ctrl-C", "abc\x03"],
    ["Ctrl-D", "\x04"],
  ])("ends on %s with an error and a terminal that echoes again", async (_what, keys) => {
    const script = `"${process.execPath}" "${driver}" any; stty -a`;
    const { output } = await runInTerminal(["sh", "-c", script], [{ expect: "Passphrase: ", send: keys }]);
    expect(output).toContain("FAILED ABORTED");
    expect(output).toMatch(/ icanon /);
    expect(output).toMatch(/ echo /);
  });

  it("gives the terminal back when it is terminated meanwhile", async () => {
    const script = `"${process.execPath}" "${driver}" any & P=$!; (sleep 0.1; while ! stty -a | grep -q -- '-icanon'; do sleep 0.05; done; kill $P); wait $P; stty -a`;
    const { output } = await runInTerminal(["bash", "-c", `set +m; ${script}`], []);
    expect(output).toMatch(/ icanon /);
    expect(output).toMatch(/ echo /);
  });

  it("asks on the terminal though a value is piped in, unless told to use standard input only", async () => {
    const asked = await runInTerminal(
      [process.execPath, driver, "any"],
      [{ expect: "Passphrase: ", send: `${value}\r` }],
      "piped",
    );
    expect(asked.output).toContain(`GOT ${Buffer.from(value).toString("hex")}`);
    const silent = await runInTerminal([process.execPath, driver, "stdin"], [], "piped");
    expect(silent.output).toBe("GOT nothing\n");
  });

  it("reads a value from a pipe without asking, and asks where there is none", async () => {
    const piped = await runInTerminal([process.execPath, driver, "input"], [], "made-up piped\n");
    expect(piped.output).toBe(`GOT ${Buffer.from("made-up piped").toString("hex")}\n`);
    const typed = await runInTerminal(
      [process.execPath, driver, "input"],
      [{ expect: "Value: ", send: `${value}\r` }],
    );
    expect(typed.output).toContain(`GOT ${Buffer.from(value).toString("hex")}`);
  });

  it("keeps standard output clean", async () => {
    const script = `"${process.execPath}" "${driver}" any > "$OUT"; echo; echo "OUT:"; cat "$OUT"; rm "$OUT"`;
    const { output } = await runInTerminal(
      ["sh", "-c", `OUT=$(mktemp); ${script}`],
      [{ expect: "Passphrase: ", send: `${value}\r` }],
    );
    expect(output.split("OUT:")[1]?.trim()).toBe(`GOT ${Buffer.from(value).toString("hex")}`);
  });

  it.skipIf(!nodeBinary(18).path)("works on the oldest Node", async () => {
    const { output } = await runInTerminal(
      [nodeBinary(18).path ?? "", driver, "any"],
      [{ expect: "Passphrase: ", send: `${value}\r` }],
    );
    expect(output).toContain(`GOT ${Buffer.from(value).toString("hex")}`);
  });
});

describe("the hidden prompt, without a terminal", () => {
  it("gives nothing, at once", () => {
    const { stdout, stderr } = spawnSync("setsid", [process.execPath, driver, "any"], {
      encoding: "utf8",
      input: "",
      timeout: 10_000,
    });
    expect([stdout, stderr]).toEqual(["GOT nothing\n", ""]);
  });
});
