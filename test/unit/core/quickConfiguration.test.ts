import { describe, expect, it } from "vitest";
import type { ConfigurationFile } from "../../../src/core/configurationFile";
import { parseConfiguration } from "../../../src/core/parseConfiguration";
import { quickConfiguration } from "../../../src/core/quickConfiguration";

const whole = `{
  // what the README shows
  "mode": "dual", "canary_percent": 12.5, /* here */ "vault_url": "https://vault.example.com:8200//", // and here
  "patterns": { "include": ["MY_*", /* one */ "A_*", ], "exclude": [] },
  "secrets": { "OPENAI_API_KEY": "vault:secret/mcp/openai#api_key", "A": "command:pass \\"a\\" // no comment, }", },
  "servers": { "github": { "secrets": ["GITHUB_TOKEN"] }, "__proto__": {}, },
  "environments": { "staging": {}, "prod": { "mode": "vault", "secrets": { "A": "local:B" } } }, // last
}`;

function full(text: string): ConfigurationFile | undefined {
  try {
    return parseConfiguration(text, "/made/up.json");
  } catch {
    return undefined;
  }
}

describe("the quick parser", () => {
  it.each([
    "{}",
    " { } \n",
    '{"mode":"vault"}',
    "/**/{//\n}//",
    '{"secrets":{"A":"command:echo \\\\"}}',
    '{"environments":{"prod":{"secrets":{"toString":"local:A","__proto__":"local:B"}}}}',
    '{\t"mode"\r\n:"off",}',
    '{"mode":"off",// a line that ends here\r"vault_url":"https://vault.example.com"\n}',
    whole,
  ])("gives what the full one gives: %j", (text) => {
    const quick = quickConfiguration(text);
    expect(quick).toBeDefined();
    expect(quick).toStrictEqual(full(text));
  });

  it.each([
    ["a key written twice", '{"mode":"off","mode":"vault"}'],
    ["a name written twice", '{"secrets":{"A":"local:A","A":"local:B"}}'],
    ["an unknown key", '{"mod":"off"}'],
    ["a wrong value", '{"mode":"on"}'],
    ["a comma alone", "{,}"],
    ["a comma alone in a list", '{"patterns":{"include":[,]}}'],
    ["two commas", '{"mode":"off",,}'],
    ["a comma after the whole", '{"mode":"off"},'],
    ["what only seems to stand in a comment", '{"mode":"off"}// here it ends\r"more"'],
    ["a comment without an end", "{} /* "],
    ["half a comment", "{} /"],
    ["a string without an end", '{"mode":"off'],
    ["an escaped end of string", '{"mode":"off\\'],
    ["a control character", '{"mode":"o\tff"}'],
    ["a byte order mark", "\uFEFF{}"],
    ["nothing", ""],
    ["only a comment", "// nothing"],
    ["a list", "[]"],
    ["null", "null"],
    ["names that a parser would sort", '{"servers":{"2":{},"1":{}}}'],
    ["a nesting that exhausts the stack", `{"mode":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
    ["a file that takes long", `{}${" ".repeat(64 * 1024)}`],
  ])("leaves %s to the full one", (_what, text) => {
    expect(quickConfiguration(text)).toBeUndefined();
  });

  it("never gives what the full one would not, whatever is typed into a file", () => {
    const typed = [...'",:{}[]/\\\n a1', "//", "/*", "*/", '"mode"'];
    const random = generator(20261121);
    let known = 0;
    for (let round = 0; round < 1000; round++) {
      let text = whole;
      for (let edit = 0; edit <= random(2); edit++) {
        const at = random(text.length);
        text = text.slice(0, at) + (typed[random(typed.length)] ?? "") + text.slice(at + random(3));
      }
      const quick = quickConfiguration(text);
      if (quick === undefined) continue;
      known++;
      expect(quick, text).toStrictEqual(full(text));
    }
    expect(known).toBeGreaterThan(50);
  });
});

/** Numbers below the given one, the same in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
