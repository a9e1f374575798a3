import { describe, expect, it } from "vitest";
import { launchHash } from "../../../src/extension/mcp/launchHash";
import type { ShownLaunch } from "../../../src/extension/mcp/shownLaunch";

const key = Buffer.alloc(32, 1);
const variable = (name: string, value: string | null, kind: "shown" | "hidden" | "secret" = "shown") => ({
  name,
  value,
  kind,
});
const input = { id: "region", description: "", preset: undefined, isPassword: false, options: undefined };
const launch: ShownLaunch = {
  server: "made-up",
  path: "/w/.vscode/mcp.json",
  command: "node",
  args: ["server.js"],
  cwd: "/w",
  variables: [variable("API_KEY", "one", "secret"), variable("BASE_URL", "https://api.example")],
  served: [{ name: "API_KEY", reference: "local:API_KEY" }],
  inputs: [input],
};
const agreed = launchHash(launch, key);

describe("what the user agrees to when a server starts", () => {
  it("is the same with a rotated secret", () => {
    const variables = [variable("API_KEY", "two", "secret"), variable("BASE_URL", "https://api.example")];
    expect(launchHash({ ...launch, variables }, key)).toBe(agreed);
  });

  it.each<[string, Partial<ShownLaunch>]>([
    ["another command", { command: "./node" }],
    ["other arguments", { args: ["server.js", "--import=x"] }],
    ["arguments cut elsewhere", { command: "node server.js", args: [] }],
    ["another folder", { cwd: "/other" }],
    [
      "another address",
      { variables: [variable("API_KEY", "one", "secret"), variable("BASE_URL", "https://evil.example")] },
    ],
    [
      "one more variable",
      { variables: [...launch.variables, variable("npm_config_script-shell", "/w/x", "hidden")] },
    ],
    ["one more secret", { served: [...launch.served, { name: "B_KEY", reference: "local:B_KEY" }] }],
    ["another place of a secret", { served: [{ name: "API_KEY", reference: "local:OTHER_KEY" }] }],
    ["another default of an input", { inputs: [{ ...input, preset: "--import=x" }] }],
    ["another choice of an input", { inputs: [{ ...input, options: [{ label: "eu", value: "x" }] }] }],
  ])("is not the same with %s", (_what, change) => {
    expect(launchHash({ ...launch, ...change }, key)).not.toBe(agreed);
  });

  it("cannot be tested by who has not the key", () => {
    expect(launchHash(launch, Buffer.alloc(32, 2))).not.toBe(agreed);
  });
});
