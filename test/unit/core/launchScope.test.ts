import { describe, expect, it } from "vitest";
import { type Configuration, defaultConfiguration } from "../../../src/core/configuration";
import { launchNames, nameRulesOf, referenceOf } from "../../../src/core/launchScope";

const configuration: Configuration = {
  ...defaultConfiguration,
  patterns: { include: ["MY_*"], exclude: ["*_PUBLIC_TOKEN"] },
  secrets: new Map([
    ["PLAIN", { provider: "local", path: "PLAIN" }],
    ["OPENAI_API_KEY", { provider: "vault", path: "secret/openai", field: "key" }],
  ]),
  servers: new Map([
    ["github", { secrets: ["GITHUB_TOKEN"] }],
    ["none", { secrets: [] }],
  ]),
};

describe("nameRulesOf", () => {
  it("holds the configuration's names and patterns for a launch without a server", () => {
    expect(nameRulesOf(configuration, undefined)).toStrictEqual({
      names: ["PLAIN", "OPENAI_API_KEY"],
      include: ["MY_*"],
      exclude: ["*_PUBLIC_TOKEN"],
      scope: null,
    });
  });

  it("are one for a configuration, so that what is prepared for asking them is prepared once", () => {
    expect(nameRulesOf(configuration, undefined)).toBe(nameRulesOf(configuration, undefined));
    expect(nameRulesOf({ ...configuration }, undefined)).not.toBe(nameRulesOf(configuration, undefined));
  });

  it("limits a server to its own names, and one with none to nothing", () => {
    const scope = (server: string) => nameRulesOf(configuration, server);
    expect(scope("github")).toStrictEqual({ names: [], include: [], exclude: [], scope: ["GITHUB_TOKEN"] });
    expect(scope("none").scope).toEqual([]);
  });

  it("names the servers there are when asked for another", () => {
    expect(() => nameRulesOf(configuration, "GitHub")).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", nextStep: "Use one of: github, none." }),
    );
    expect(() => nameRulesOf(defaultConfiguration, "toString")).toThrow(
      expect.objectContaining({ nextStep: expect.stringContaining('"servers"') }),
    );
  });
});

describe("launchNames", () => {
  const environmentNames = ["PATH", "ANTHROPIC_API_KEY", "MY_THING", "A_PUBLIC_TOKEN", "PLAIN"];
  const storedNames = ["OTHER_PROJECT_TOKEN", "HOME_MADE"];

  it("takes what the configuration names and what matches in the environment, each once", () => {
    const rules = nameRulesOf(configuration, undefined);
    const names = launchNames(configuration, rules, environmentNames, storedNames);
    expect(names).toEqual(["PLAIN", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MY_THING"]);
  });

  it("takes matching stored names only while the configuration names none", () => {
    const rules = nameRulesOf(defaultConfiguration, undefined);
    const names = launchNames(defaultConfiguration, rules, environmentNames, storedNames);
    expect(names).toEqual(["ANTHROPIC_API_KEY", "A_PUBLIC_TOKEN", "OTHER_PROJECT_TOKEN"]);
  });

  it("takes a server's names and nothing else", () => {
    const rules = nameRulesOf(configuration, "github");
    expect(launchNames(configuration, rules, environmentNames, storedNames)).toEqual(["GITHUB_TOKEN"]);
  });
});

describe("referenceOf", () => {
  const vault: Configuration = { ...configuration, provider: "vault" };

  it("prefers a name's own reference", () => {
    expect(referenceOf("OPENAI_API_KEY", configuration, "app")).toEqual({
      provider: "vault",
      path: "secret/openai",
      field: "key",
    });
  });

  it("else uses the default provider", () => {
    expect(referenceOf("A_TOKEN", configuration, "app")).toEqual({ provider: "local", path: "A_TOKEN" });
    expect(referenceOf("A_TOKEN", vault, "app")).toEqual({
      provider: "vault",
      path: "secret/app",
      field: "A_TOKEN",
    });
    expect(referenceOf("A_TOKEN", { ...vault, vaultPath: "kv/{project}/{name}" }, "app").path).toBe(
      "kv/app/A_TOKEN",
    );
  });

  it.each([
    ["my app", "my app"],
    ["a/b#c\nd", "a-b-c-d"],
    ["$&$1", "$&$1"],
    ["", "-"],
    [".", "-"],
    ["..", "-"],
    ["...", "..."],
    ["{name}", "{name}"],
  ])("keeps the project %j within one part of the path", (project, part) => {
    const { path } = referenceOf("A_TOKEN", { ...vault, vaultPath: "kv/{project}/x#{name}" }, project);
    expect(path.replace("A_TOKEN", "{name}")).toBe(`kv/${part}/x`);
  });
});
