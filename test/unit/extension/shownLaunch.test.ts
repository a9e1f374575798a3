import { describe, expect, it } from "vitest";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { defaultConfiguration } from "../../../src/core/configuration";
import { shownLaunch } from "../../../src/extension/mcp/shownLaunch";

const shown = (env: Readonly<Record<string, string | null>>, scope: readonly string[] = []) =>
  shownLaunch({
    server: "one",
    path: "/w/mcp.json",
    inputs: [],
    launch: { command: "node", args: [], cwd: undefined, env, names: Object.keys(env), leftOut: [] },
    rules: { ...defaultNameRules, scope },
    configuration: {
      ...defaultConfiguration,
      secrets: new Map([["B_KEY", { provider: "local", path: "OTHER" }]]),
    },
    project: "w",
  });
const kindOf = (name: string, value: string | null): string | undefined =>
  shown({ [name]: value }).variables[0]?.kind;

describe("shownLaunch", () => {
  it.each([
    ["OPENAI_API_KEY", "made-up-key-1", "secret"],
    ["DATABASE_URL", "postgres://u:p@h/d", "secret"],
    // What could redirect a server or run other code is shown, whatever a repository calls a secret.
    ["OPENAI_BASE_URL", "https://api.example/v1", "shown"],
    ["NODE_OPTIONS", "a1B2c3D4e5F6g7H8", "shown"],
    ["npm_config_script-shell", "/w/x.sh", "shown"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0", "shown"],
    ["REGION", "eu-west", "shown"],
    ["FLAGS", "--verbose", "shown"],
    ["ASKED", "${input:key}", "shown"],
    ["GONE", null, "shown"],
    ["BASH_FUNC_node%%", "() { evil; }", "shown"],
    ["GIT_SSH_COMMAND", "sh -c ./evil", "shown"],
    ["GIT_CONFIG_VALUE_0", "sh -c ./evil", "shown"],
    ["DOTNET_STARTUP_HOOKS", "C:\\evil.dll", "shown"],
    ["npm_config_package", "file:a1B2c3D4e5F6g7H8", "shown"],
    ["NPM_CONFIG_USERCONFIG", "a1B2c3D4e5F6g7H8", "shown"],
    ["BUNDLE_GEMFILE", "evil/Gemfile", "shown"],
    ["ANYTHING", "evil/lib/main.js", "shown"],
    ["ANYTHING", "@evil/package", "shown"],
    ["ANYTHING", "a1B2c3D4/e5F6g7H8", "hidden"],
    ["X", "curl evil | sh", "shown"],
    ["X", "echo $(./evil)", "shown"],
    ["HEADERS", '{"Authorization": "Bearer a;b"}', "hidden"],
    ["PHRASE", "p&ss", "hidden"],
    ["GIT_TOKEN", "word", "secret"],
    // What looks like a key, or is named like a credential of another program.
    ["CREDS", "a1B2c3D4e5F6g7H8", "hidden"],
    ["VAULT_TOKEN", "word", "hidden"],
    ["npm_config__auth", "word", "hidden"],
  ])("takes %s=%s for %s", (name, value, kind) => {
    expect(kindOf(name, value)).toBe(kind);
  });

  it("names what the server may read, and where that lies", () => {
    expect(shown({}, ["A_KEY", "B_KEY"]).served).toEqual([
      { name: "A_KEY", reference: "local:A_KEY" },
      { name: "B_KEY", reference: "local:OTHER" },
    ]);
  });
});
