import { describe, expect, it } from "vitest";
import { redactFacts } from "../../../src/extension/redactFacts";

describe("redactFacts", () => {
  it("prints facts in order and leaves out what is undefined", () => {
    expect(redactFacts({ launch: "a b", count: 2, none: undefined, last: null })).toBe(
      'launch="a b" count=2 last=null',
    );
  });

  it.each(["OPENAI_API_KEY", "DATABASE_URL", "githubToken", "env", "value", "key", "handle", "Passphrase"])(
    "never prints what stands under %s",
    (name) => {
      expect(redactFacts({ [name]: "made-up-5d1f" })).not.toContain("made-up-5d1f");
    },
  );
});
