import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { configurationKeys } from "../../src/core/configurationKeys";
import { configurationSchema } from "../../src/core/configurationSchema";
import { parseConfiguration } from "../../src/core/parseConfiguration";
import { RouterError } from "../../src/core/routerError";
import { root } from "../support/sourceFiles";

const schemaPath = join(root, "media", "secret-router.schema.json");
const keywords = ["allowComments", "allowTrailingCommas", "enumDescriptions"];
const validate = new Ajv({ keywords, allErrors: true }).compile(configurationSchema());

describe("the JSON schema", () => {
  // After a change: npx vitest run --project check schema --update
  it("is printed in media as the code has it", async () => {
    await expect(`${JSON.stringify(configurationSchema(), null, 2)}\n`).toMatchFileSnapshot(schemaPath);
  });

  it("describes every key, with the default that the code uses", () => {
    const { properties } = JSON.parse(readFileSync(schemaPath, "utf8"));
    for (const [key, definition] of Object.entries(configurationKeys)) {
      expect(properties[key].description).toBe(definition.description);
      expect(properties[key].default).toBe("fallback" in definition ? definition.fallback : undefined);
      expect(definition.description).toMatch(/^[A-Z].*\.$/);
    }
  });
});

const valuesOf: Readonly<Record<string, readonly unknown[]>> = {
  mode: ["off", "shadow", "dual", "vault", "Off", "", null, 1, ["off"], {}],
  canary_percent: [0, 100, 12.5, -0.001, 100.001, "50", null, true],
  canary_unit: ["process", "read", "host", "thread", null],
  vault_url: [
    "https://vault.example.com:8200",
    "http://127.0.0.1:8200/",
    "https://a/b/c",
    `https://${"a/".repeat(1020)}`,
    `https://${"a/".repeat(1020)}b`,
    "HTTPS://a",
    "https:a",
    "https://",
    " https://a",
    "https://a b",
    "ftp://a",
    "a",
    "",
    "https://u:p@a",
    "https://u@a",
    "https://a?b",
    "https://a/?",
    "https://a#b",
    1,
    null,
  ],
  enable_kill_switch: [true, false, 0, "true", null],
  cache_ttl: [1000, 86_400_000, 999, 86_400_001, 1000.5, "1000", null],
  debug: [true, false, "no"],
  provider: ["local", "vault", "aws", null],
  vault_path: ["secret/{project}#{name}", "kv/{name}", "kv/name", "", null, 5],
  on_missing: ["env", "fail", "vault", null],
  on_error: ["env", "fail", "", false],
  ask_wait: [0, 5000, -1, 5001, 0.5],
  error_threshold: [1, 1000, 0, 1001, 1.5],
  strict_children: [true, "true"],
  patterns: [
    {},
    { include: [] },
    { include: ["MY_*", "A"], exclude: ["*_X"] },
    { include: ["A".repeat(256)] },
    { include: ["A".repeat(257)] },
    { exclude: ["*A*A*A*A*A*A*A*A"] },
    { exclude: ["*A*A*A*A*A*A*A*A*"] },
    { include: Array.from({ length: 200 }, () => "A") },
    { include: Array.from({ length: 201 }, () => "A") },
    { include: [""] },
    { include: ["A-B"] },
    { include: ["A\n"] },
    { include: [1] },
    { include: "A" },
    { other: [] },
    [],
    null,
  ],
  secrets: [
    {},
    { A: "local:A", _b9: "vault:kv/a#b", ["A".repeat(256)]: "op://a/b/c" },
    { A: "aws:a", B: "command:pass show b" },
    { ["A".repeat(257)]: "local:A" },
    { "1A": "local:A" },
    { "A B": "local:A" },
    { "": "local:A" },
    { A: "" },
    { A: "local:" },
    { A: "made-up" },
    { A: "vaults:a/b" },
    { A: null },
    { A: {} },
    [],
  ],
  servers: [
    {},
    { a: {} },
    { "a b/c": { secrets: [] } },
    { a: { secrets: ["A", "b_1"] } },
    { a: { secrets: ["A B"] } },
    { a: { secrets: "A" } },
    { a: { secret: [] } },
    { a: [] },
    { a: null },
    [],
  ],
};

const documents: readonly unknown[] = [
  {},
  [],
  null,
  "text",
  1,
  { $schema: "./x.json" },
  { mod: "off" },
  { constructor: 1 },
  { secrets: secretsOf(1000) },
  { secrets: secretsOf(1001) },
  { servers: { a: { secrets: Array.from({ length: 1000 }, () => "A") } } },
  { servers: { a: { secrets: Array.from({ length: 1001 }, () => "A") } } },
  { environments: {} },
  { environments: { staging: {}, prod: { mode: "vault" } } },
  { environments: [] },
  { environments: { prod: [] } },
  { environments: { prod: { mod: 1 } } },
  { environments: { prod: { environments: {} } } },
  { environments: { prod: { $schema: "x" } } },
  ...Object.entries(valuesOf).flatMap(([key, values]) =>
    values.flatMap((value) => [{ [key]: value }, { environments: { prod: { [key]: value } } }]),
  ),
];

// What only one of the two can tell; anything else that they judge differently is a defect of one.
const exceptions: readonly [string, unknown, "parser" | "schema"][] = [
  ["a reference's own grammar", { secrets: { A: "vault:secret" } }, "parser"],
  ["a reference's parts", { secrets: { A: "vault:kv/../a" } }, "parser"],
  ["the path of a vault without a mount", { vault_path: "{name}" }, "parser"],
  ["a port that does not exist", { vault_url: "https://a:99999" }, "parser"],
  ["a pattern that takes PATH", { patterns: { include: ["*"] } }, "parser"],
  ["an address of the schema that is no text", { $schema: 5 }, "schema"],
];

describe("the parser and the JSON schema", () => {
  it("have a table that names every key", () => {
    expect([...Object.keys(valuesOf), "environments"].sort()).toEqual(Object.keys(configurationKeys).sort());
  });

  it.each(documents.map((document) => [JSON.stringify(document), document] as const))(
    "judge %.100s alike",
    (text, document) => {
      expect({ schema: validate(document) }).toEqual({ schema: parserAccepts(text) });
    },
  );

  it("both accept and refuse a good part of the table", () => {
    const accepted = documents.filter((document) => validate(document)).length;
    expect(accepted).toBeGreaterThan(60);
    expect(documents.length - accepted).toBeGreaterThan(100);
  });

  it.each(exceptions)("differ in %s", (_what, document, refusing) => {
    expect(parserAccepts(JSON.stringify(document))).toBe(refusing !== "parser");
    expect(validate(document)).toBe(refusing !== "schema");
  });
});

function secretsOf(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, "local:A"]));
}

function parserAccepts(text: string): boolean {
  try {
    parseConfiguration(text, "secret-router.json");
    return true;
  } catch (error) {
    if (RouterError.is(error)) return false;
    throw error;
  }
}
