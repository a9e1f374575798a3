import { describe, expect, it } from "vitest";
import { defaultConfiguration } from "../../../src/core/configuration";
import { chooseEnvironment } from "../../../src/core/configurationFile";
import { maxConfigurationLength, parseConfiguration } from "../../../src/core/parseConfiguration";
import { RouterError } from "../../../src/core/routerError";

const path = "/project/secret-router.json";

describe("a good configuration", () => {
  it.each(["{}", "{ }\n", "// nothing\n{}", "{/* nothing */}", '{"$schema":"./x.json"}'])(
    "has the defaults when it is %j",
    (text) => {
      expect(chosen(text)).toStrictEqual(defaultConfiguration);
    },
  );

  it("defaults to shadow, the local provider and the built-in patterns", () => {
    expect(defaultConfiguration).toStrictEqual({
      mode: "shadow",
      canaryPercent: 0,
      canaryUnit: "process",
      vaultUrl: undefined,
      enableKillSwitch: true,
      cacheTtlMs: 300_000,
      debug: false,
      provider: "local",
      vaultPath: "secret/{project}#{name}",
      onMissing: "env",
      onError: "env",
      askWaitMs: 300,
      errorThreshold: 10,
      strictChildren: false,
      patterns: { include: [], exclude: [] },
      secrets: new Map(),
      servers: new Map(),
    });
  });

  it("may name every key, with comments, trailing commas and a byte order of its own", () => {
    const text = `{
      // as in the README
      "mode": "dual", "canary_percent": 12.5, "canary_unit": "read", /* here */
      "vault_url": "https://vault.example.com:8200/", "enable_kill_switch": false, "cache_ttl": 1000,
      "debug": true, "provider": "vault", "vault_path": "kv/{project}/{name}", "on_missing": "fail",
      "on_error": "fail", "ask_wait": 0, "error_threshold": 1, "strict_children": true,
      "patterns": { "include": ["MY_*"], "exclude": ["*_PUBLIC"], },
      "secrets": { "OPENAI_API_KEY": "vault:secret/mcp/openai#api_key", "__proto__": "local:A", },
      "servers": { "github": { "secrets": ["GITHUB_TOKEN", "constructor"] }, "__proto__": {} },
    }`;
    expect(chosen(text)).toStrictEqual({
      mode: "dual",
      canaryPercent: 12.5,
      canaryUnit: "read",
      vaultUrl: "https://vault.example.com:8200",
      enableKillSwitch: false,
      cacheTtlMs: 1000,
      debug: true,
      provider: "vault",
      vaultPath: "kv/{project}/{name}",
      onMissing: "fail",
      onError: "fail",
      askWaitMs: 0,
      errorThreshold: 1,
      strictChildren: true,
      patterns: { include: ["MY_*"], exclude: ["*_PUBLIC"] },
      secrets: new Map([
        ["OPENAI_API_KEY", { provider: "vault", path: "secret/mcp/openai", field: "api_key" }],
        ["__proto__", { provider: "local", path: "A" }],
      ]),
      servers: new Map([
        ["github", { secrets: ["GITHUB_TOKEN", "constructor"] }],
        ["__proto__", { secrets: [] }],
      ]),
    });
  });

  it.each([
    ["canary_percent", 0],
    ["canary_percent", 100],
    ["cache_ttl", 1000],
    ["cache_ttl", 86_400_000],
    ["ask_wait", 0],
    ["ask_wait", 5000],
    ["error_threshold", 1],
    ["error_threshold", 1000],
  ])("accepts %s of %i, the last value there is", (key, value) => {
    expect(() => chosen(JSON.stringify({ [key]: value }))).not.toThrow();
  });

  it("accepts the largest file and refuses one more character", () => {
    const largest = `{}${" ".repeat(maxConfigurationLength - 2)}`;
    expect(chosen(largest)).toStrictEqual(defaultConfiguration);
    expect(refusal(`${largest} `)).toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("environments", () => {
  const text = `{
    "mode": "shadow", "cache_ttl": 2000,
    "patterns": { "include": ["A_*"], "exclude": ["B_*"] },
    "secrets": { "ONE": "local:ONE", "TWO": "local:TWO" },
    "servers": { "a": { "secrets": ["ONE"] }, "b": { "secrets": ["TWO"] } },
    "environments": {
      "staging": {},
      "prod": {
        "mode": "vault", "debug": true,
        "patterns": { "include": ["C_*"] },
        "secrets": { "TWO": "vault:kv/two#value", "THREE": "local:THREE" },
        "servers": { "b": { "secrets": [] } }
      },
      "__proto__": { "mode": "off" }
    }
  }`;

  it("are laid over the file: later values win, maps are merged by name", () => {
    expect(chosen(text, "prod")).toStrictEqual({
      ...chosen(text),
      mode: "vault",
      debug: true,
      patterns: { include: ["C_*"], exclude: ["B_*"] },
      secrets: new Map([
        ["ONE", { provider: "local", path: "ONE" }],
        ["TWO", { provider: "vault", path: "kv/two", field: "value" }],
        ["THREE", { provider: "local", path: "THREE" }],
      ]),
      servers: new Map([
        ["a", { secrets: ["ONE"] }],
        ["b", { secrets: [] }],
      ]),
    });
  });

  it("change nothing when empty or not chosen", () => {
    expect(chosen(text, "staging")).toStrictEqual(chosen(text));
    expect(chosen(text).mode).toBe("shadow");
  });

  it("may have a name like the prototype's", () => {
    expect(chosen(text, "__proto__").mode).toBe("off");
    expect(() => chosen(text, "constructor")).toThrow('no environment "constructor"');
  });

  it("are listed when one is asked for that is not there", () => {
    const file = parseConfiguration(text, path);
    expect(file.environmentNames).toEqual(["staging", "prod", "__proto__"]);
    expect(errorOf(() => chooseEnvironment(file, "Prod"))).toMatchObject({
      code: "CONFIG_INVALID",
      nextStep: "Use one of: staging, prod, __proto__.",
    });
    expect(errorOf(() => chooseEnvironment(parseConfiguration("{}", path), "prod")).nextStep).toContain(
      '"environments"',
    );
  });
});

describe("a configuration that is not JSON", () => {
  it.each([
    ["", 1],
    ["   \n", 2],
    ["{", 1],
    ['{\n"mode": }', 2],
    ['{\n\n"mode" "off"}', 3],
    ["{'mode': 'off'}", 1],
    ["{} {}", 1],
    ['{"mode": "off', 1],
    ["\u0000", 1],
  ])("%j is refused with its line", (text, line) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: "CONFIG_NOT_JSON" });
    expect(error.message).toMatch(new RegExp(`^${path}, line ${line}: not valid JSON \\(.+\\)\\.$`));
  });
});

describe("a wrong configuration names key, line and fix", () => {
  it.each<[text: string, key: string, what: string]>([
    ["[]", "(the file)", "must be an object"],
    ["null", "(the file)", "must be an object"],
    ['{"mod": "off"}', "mod", 'is not a known key. Did you mean "mode"?'],
    ['{"constructor": 1}', "constructor", "is not a known key. Remove it."],
    ['{"__proto__": {"mode": "off"}}', "__proto__", "is not a known key"],
    [
      '{"mode": "of"}',
      "mode",
      'must be one of off, shadow, dual, vault. Write "off", for instance. Did you mean "off"?',
    ],
    ['{"mode": null}', "mode", "must be one of"],
    ['{"mode": ["off"]}', "mode", "must be one of"],
    ['{"mode": "off", "mode": "off"}', "mode", "is written twice. Keep one of the two."],
    ['{"canary_percent": -0.1}', "canary_percent", "must be a number from 0 to 100"],
    ['{"canary_percent": 100.1}', "canary_percent", "must be a number from 0 to 100"],
    ['{"canary_percent": "50"}', "canary_percent", "must be a number from 0 to 100"],
    ['{"canary_percent": 1e999}', "canary_percent", "must be a number from 0 to 100"],
    ['{"cache_ttl": 999}', "cache_ttl", "must be a whole number from 1000 to 86400000"],
    ['{"cache_ttl": 1000.5}', "cache_ttl", "must be a whole number"],
    ['{"cache_ttl": 86400001}', "cache_ttl", "must be a whole number"],
    ['{"ask_wait": 5001}', "ask_wait", "must be a whole number from 0 to 5000"],
    ['{"error_threshold": 0}', "error_threshold", "must be a whole number from 1 to 1000"],
    ['{"error_threshold": 1001}', "error_threshold", "must be a whole number"],
    ['{"debug": "yes"}', "debug", "must be true or false. Write true or false."],
    ['{"enable_kill_switch": 1}', "enable_kill_switch", "must be true or false"],
    ['{"vault_url": 8200}', "vault_url", "must be an address in quotes"],
    ['{"vault_url": "vault.example.com"}', "vault_url", "must begin with https:// or http://"],
    ['{"vault_url": "ftp://a"}', "vault_url", "must begin with https:// or http://"],
    ['{"vault_url": "https://"}', "vault_url", "must begin with https:// or http://"],
    ['{"vault_url": "https://a:99999"}', "vault_url", "must be an address"],
    ['{"vault_url": "https://user:madeup@a"}', "vault_url", "must not hold a user name or password"],
    ['{"vault_url": "https://a?x=1"}', "vault_url", "must not hold ?, # or a space"],
    ['{"vault_url": "https://a/?"}', "vault_url", "must not hold ?, # or a space"],
    ['{"vault_url": "https://a/#b"}', "vault_url", "must not hold ?, # or a space"],
    ['{"provider": "onepassword"}', "provider", "must be one of local, vault"],
    ['{"vault_path": "secret/app"}', "vault_path", "must be text that holds {name}"],
    ['{"vault_path": "{name}"}', "vault_path", "is not a valid reference"],
    ['{"vault_path": "a/../{name}"}', "vault_path", "is not a valid reference"],
    ['{"patterns": []}', "patterns", "must be an object"],
    ['{"patterns": {"includes": []}}', "patterns.includes", "is not a known key"],
    ['{"patterns": {"include": "A"}}', "patterns.include", "must be a list"],
    ['{"patterns": {"include": [1]}}', "patterns.include", "holds something else"],
    ['{"patterns": {"include": [""]}}', "patterns.include", "holds something else"],
    ['{"patterns": {"include": ["A.B"]}}', "patterns.include", "holds something else"],
    ['{"patterns": {"include": ["*"]}}', "patterns.include", "holds something else"],
    ['{"patterns": {"exclude": ["p*"]}}', "patterns.exclude", "holds something else"],
    ['{"secrets": ["A"]}', "secrets", "must be an object"],
    ['{"secrets": {"1A": "local:A"}}', "secrets.1A", "is not the name of a variable"],
    ['{"secrets": {"A-B": "local:A"}}', "secrets.A-B", "is not the name of a variable"],
    ['{"secrets": {"A": null}}', "secrets.A", "must be a reference in quotes"],
    ['{"secrets": {"A": "vault:secret"}}', "secrets.A", "is not a valid reference"],
    ['{"secrets": {"A": "local:A", "A": "local:B"}}', "secrets.A", "is written twice"],
    ['{"servers": {"a": []}}', "servers.a", "must be an object"],
    ['{"servers": {"a": {"secret": []}}}', "servers.a.secret", "is not a known key"],
    ['{"servers": {"a": {"secrets": "A"}}}', "servers.a.secrets", "must be a list"],
    ['{"servers": {"a": {"secrets": ["A B"]}}}', "servers.a.secrets", "holds something else"],
    ['{"environments": []}', "environments", "must be an object"],
    ['{"environments": {"a": []}}', "environments.a", "must be an object"],
    ['{"environments": {"a": {}, "a": {}}}', "environments.a", "is written twice"],
    ['{"environments": {"a": {"mod": 1}}}', "environments.a.mod", "is not a known key"],
    ['{"environments": {"a": {"environments": {}}}}', "environments.a.environments", "is not a known key"],
    ['{"environments": {"a": {"$schema": "x"}}}', "environments.a.$schema", "is not a known key"],
    ['{"environments": {"a": {"secrets": {"A": 1}}}}', "environments.a.secrets.A", "must be a reference"],
  ])("%s", (text, key, what) => {
    const error = refusal(text);
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(`${path}, line 1: "${key}" ${what}`);
  });

  it("says the line of each of several problems", () => {
    const { message } = refusal('{\n"mode": "on",\n"patterns": {\n  "include": [\n1,\n"ok", 2]},\n\n"x": 1}');
    expect(message.split("\n").map((line) => /line (\d+): "([^"]+)"/.exec(line)?.slice(1).join(" "))).toEqual(
      ["2 mode", "5 patterns.include", "6 patterns.include", "8 x"],
    );
  });

  it("accepts lists, names and patterns of the longest size and refuses one more", () => {
    const list = (length: number) => Array.from({ length }, (_, index) => `A${index}`);
    for (const [make, longest] of [
      [(size: number) => ({ patterns: { include: list(size) } }), 200],
      [(size: number) => ({ patterns: { exclude: list(size) } }), 200],
      [(size: number) => ({ patterns: { exclude: ["A*".repeat(size)] } }), 8],
      [(size: number) => ({ servers: { a: { secrets: list(size) } } }), 1000],
      [(size: number) => ({ patterns: { include: ["A".repeat(size)] } }), 256],
      [(size: number) => ({ secrets: { ["A".repeat(size)]: "local:A" } }), 256],
    ] as const) {
      expect(() => chosen(JSON.stringify(make(longest)))).not.toThrow();
      expect(refusal(JSON.stringify(make(longest + 1))).code).toBe("CONFIG_INVALID");
    }
  });

  it("says of too many patterns how many there may be", () => {
    const patterns = { include: Array.from({ length: 201 }, (_, index) => `A${index}`) };
    const { message } = refusal(JSON.stringify({ environments: { prod: { patterns } } }));
    expect(message).toContain('line 1: "environments.prod.patterns.include" has more than 200 items.');
  });

  it("does not repeat a secret that was written where a reference belongs", () => {
    for (const secret of ["sk-madeup0123", "postgres://a:madeup0123@h/d", "-----BEGIN\\nmadeup0123"]) {
      const { message, nextStep } = refusal(`{"secrets": {"A": "${secret}"}}`);
      expect(message).toContain('line 1: "secrets.A" is not a valid reference');
      expect(message + nextStep).not.toContain("madeup");
    }
    expect(refusal('{"vault_url": "https://user:madeup0123@a"}').message).not.toContain("madeup");
  });

  it.each([
    ["thousands of wrong keys", `{${Array.from({ length: 50_000 }, (_, key) => `"k${key}":1`).join(",\n")}}`],
    ["thousands of wrong items", `{"servers":{"a":{"secrets":[${"1,\n".repeat(900)}1]}}}`],
    [
      "thousands of wrong overlays",
      `{"environments":{${Array.from({ length: 50_000 }, (_, key) => `"${key}":1`)}}}`,
    ],
    ["a deep list", "[".repeat(500_000)],
    ["a deep object", '{"secrets":'.repeat(90_000)],
  ])("ends soon, with a short message, for %s", (_what, text) => {
    const startedAt = performance.now();
    const error = refusal(text);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(error.code).toMatch(/^CONFIG_/);
    expect(error.message.split("\n").length).toBeLessThanOrEqual(50);
  });
});

function chosen(text: string, environment?: string) {
  return chooseEnvironment(parseConfiguration(text, path), environment);
}

function refusal(text: string): RouterError {
  return errorOf(() => parseConfiguration(text, path));
}

function errorOf(action: () => unknown): RouterError {
  try {
    action();
  } catch (error) {
    if (RouterError.is(error)) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
