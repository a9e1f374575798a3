import { describe, expect, it } from "vitest";
import {
  maxReferenceLength,
  parseReference,
  printReference,
  type Reference,
} from "../../../src/core/reference";
import { RouterError } from "../../../src/core/routerError";

const good: readonly [string, Reference][] = [
  ["local:OPENAI_API_KEY", { provider: "local", path: "OPENAI_API_KEY" }],
  ["local:__proto__", { provider: "local", path: "__proto__" }],
  ["local:app.db-password", { provider: "local", path: "app.db-password" }],
  ["vault:secret/mcp/openai#api_key", { provider: "vault", path: "secret/mcp/openai", field: "api_key" }],
  ["vault:secret/mcp/openai", { provider: "vault", path: "secret/mcp/openai" }],
  [
    "vault:kv/a b/ä%20?x#field with space",
    { provider: "vault", path: "kv/a b/ä%20?x", field: "field with space" },
  ],
  ["vault:kv/a#__proto__", { provider: "vault", path: "kv/a", field: "__proto__" }],
  ["vault:kv/.../a#..", { provider: "vault", path: "kv/.../a", field: ".." }],
  ["op://dev/openai/key", { provider: "onepassword", path: "dev/openai/key" }],
  ["op://dev/openai/section/key", { provider: "onepassword", path: "dev/openai/section/key" }],
  ["aws:prod/openai#api_key", { provider: "aws", path: "prod/openai", field: "api_key" }],
  [
    "aws:arn:aws:secretsmanager:eu-west-1:1:secret:a-b",
    { provider: "aws", path: "arn:aws:secretsmanager:eu-west-1:1:secret:a-b" },
  ],
  ["command:pass show openai", { provider: "command", path: "pass show openai" }],
  ["command:echo a#b | ../x //", { provider: "command", path: "echo a#b | ../x //" }],
];

const bad: readonly [string, string][] = [
  ["", "no provider before a colon"],
  ["OPENAI_API_KEY", "no provider before a colon"],
  [":secret/a", "no provider before a colon"],
  ["local:", "not a variable name"],
  ["local:1A", "not a variable name"],
  ["local:a/b", "not a variable name"],
  ["local:A#field", "not a variable name"],
  ["vault:", "an empty part"],
  ["vault:secret", "needs a mount and a path"],
  ["vault:/secret/a", "an empty part"],
  ["vault:secret/a/", "an empty part"],
  ["vault:secret//a", "an empty part"],
  ["vault:secret/./a", 'holds "."'],
  ["vault:secret/../sys/mounts", 'holds ".."'],
  ["vault:secret/a#", "nothing follows its #"],
  ["vault:secret/a#b#c", "more than one #"],
  ["op:dev/openai/key", "must begin with op://"],
  ["op://dev/key", "must be op://vault/item/[section/]field"],
  ["op://a/b/c/d/e", "must be op://vault/item/[section/]field"],
  ["op://dev//key", "an empty part"],
  ["aws:", "an empty part"],
  ["aws:#key", "an empty part"],
  ["command:", "names no command"],
  ["command:  ", "names no command"],
  ["vault:secret/a\n#b", "a control character"],
  ["command:a\0b", "a control character"],
  ["local:A\u007f", "a control character"],
];

describe("references", () => {
  it.each(good)("parses and prints %s", (text, reference) => {
    expect(parseReference(text)).toStrictEqual(reference);
    expect(printReference(reference)).toBe(text);
  });

  it.each(bad)("refuses %j: it has %s", (text, why) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: "REFERENCE_INVALID" });
    expect(error.message).toContain(why);
    expect(error.nextStep).toContain("vault:secret/app#api_key");
  });

  it.each(["vaults:a/b", "Vault:a/b", "postgres://h/d", "toString:a", "__proto__:a", " local:A", "-:a"])(
    "refuses %j, which names no known provider, and lists those there are",
    (text) => {
      expect(refusal(text)).toMatchObject({
        code: "PROVIDER_UNKNOWN",
        nextStep: expect.stringContaining("local, vault, op, aws, command"),
      });
    },
  );

  it.each([
    "sk-madeup0123456789",
    "ghp_madeup:0123456789",
    "postgres://user:madeup0123456789@host/db",
    "-----BEGIN MADE UP-----\nmadeup0123456789\n-----END MADE UP-----",
    `madeup0123456789${"x".repeat(maxReferenceLength)}`,
    `vault:madeup0123456789${"x".repeat(maxReferenceLength)}`,
    "madeup0123456789:",
  ])("does not repeat %.24j…, which may be a secret written in the wrong place", (secret) => {
    const { message, nextStep } = refusal(secret);
    expect(message + nextStep).not.toMatch(/madeup|0123456789/);
  });

  it("accepts the longest length and refuses one more", () => {
    const longest = `vault:s/${"a".repeat(maxReferenceLength - "vault:s/".length)}`;
    expect(printReference(parseReference(longest))).toBe(longest);
    expect(refusal(`${longest}a`).message).toContain("too long");
  });

  it("either refuses a text with a RouterError or gives it back unchanged", () => {
    const schemes = ["local", "vault", "op", "aws", "command", "other", ""];
    const pieces = ["/", "//", "#", ":", ".", "..", "A", "é", " ", "\t", "%", "a/b"];
    const random = seeded(42);
    let accepted = 0;
    for (let round = 0; round < 10_000; round++) {
      const length = 1 + Math.floor(random() * 8);
      const one = (list: readonly string[]) => list[Math.floor(random() * list.length)];
      const text = `${one(schemes)}:${Array.from({ length }, () => one(pieces)).join("")}`;
      const reference = parsed(text);
      if (reference === undefined) continue;
      accepted++;
      if (printReference(reference) !== text) expect.fail(JSON.stringify(text));
      expect(parseReference(printReference(reference))).toStrictEqual(reference);
    }
    expect(accepted).toBeGreaterThan(1000);
  });
});

function refusal(text: string): RouterError {
  try {
    parseReference(text);
  } catch (error) {
    if (RouterError.is(error)) return error;
    throw error;
  }
  throw new Error(`${text} was not refused.`);
}

function parsed(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch (error) {
    if (RouterError.is(error)) return undefined;
    throw error;
  }
}

/** The same numbers in every run, so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x100000000;
  };
}
