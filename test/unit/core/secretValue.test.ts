import { format, inspect } from "node:util";
import { serialize } from "node:v8";
import { describe, expect, it, vi } from "vitest";
import { SecretValue } from "../../../src/core/secretValue";
import { encodedForms, everyPrintedForm } from "../../support/everyPrintedForm";

const text = "made-up/Secret+Value 1";
const secret = new SecretValue(text);

describe("SecretValue", () => {
  it("gives its text to reveal, and an empty one too", () => {
    expect(secret.reveal()).toBe(text);
    expect(new SecretValue("").reveal()).toBe("");
  });

  it.each<[string, () => unknown]>([
    ["a template", () => `${secret}`],
    ["concatenation", () => `${"a"}${secret as unknown as string}`],
    ["String", () => String(secret)],
    ["toLocaleString", () => secret.toLocaleString()],
    ["JSON", () => JSON.stringify({ secret, list: [secret] })],
    ["inspect", () => inspect(secret)],
    [
      "inspect of what holds it, with everything shown",
      () => inspect({ a: [new Map([["k", secret]])] }, true, 20),
    ],
    ["inspect without custom inspection", () => inspect(secret, { customInspect: false, showHidden: true })],
    ["format", () => format("%s %o %O %j %d", secret, secret, secret, secret, secret)],
    ["spreading", () => JSON.stringify({ ...secret })],
    ["its keys", () => Reflect.ownKeys(secret).map(String).join()],
    ["a structured clone", () => inspect(structuredClone({ secret }), { showHidden: true })],
    ["serialisation", () => serialize(secret).toString("latin1")],
    ["an error's message and cause", () => everyPrintedForm(new Error(`${secret}`, { cause: secret }))],
    ["everything that the leak tests print", () => everyPrintedForm({ deep: { secret } })],
    ["a failed comparison", () => failureOf(() => expect(secret).toEqual(new SecretValue("made-up-other")))],
  ])("shows nothing in %s", (_what, print) => {
    const printed = String(print());
    for (const form of encodedForms(text)) expect(printed).not.toContain(form);
  });

  it("shows nothing on the console", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const log = vi
      .spyOn(console, "log")
      .mockImplementation((...args) => process.stdout.write(format(...args)));
    console.log("value: %s", secret, { secret });
    const printed = write.mock.calls.flat().join("");
    log.mockRestore();
    write.mockRestore();
    expect(printed).toContain("[secret]");
    expect(printed).not.toContain("made-up");
  });
});

function failureOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return everyPrintedForm(error);
  }
  return "";
}
