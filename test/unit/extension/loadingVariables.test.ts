import { describe, expect, it } from "vitest";
import { loadingVariables } from "../../../src/extension/mcp/loadingVariables";

function of(env: Readonly<Record<string, string | null>>): readonly string[] {
  return loadingVariables(Object.entries(env));
}

describe("what decides which code a server's command line runs", () => {
  it("is shown with its value", () => {
    expect(of({ NODE_OPTIONS: "--require ./x.js", path: "./bin", LD_PRELOAD: "./x.so", PATH: null })).toEqual(
      ["NODE_OPTIONS=--require ./x.js", "path=./bin", "LD_PRELOAD=./x.so", "PATH="],
    );
  });

  it("is nothing that may be a secret", () => {
    expect(of({ API_KEY: "a", NPM_CONFIG__AUTH: "b", npm_config_token: "c", MY_PATH: "d" })).toEqual([]);
  });
});
