import { describe, expect, it } from "vitest";
import { type Configuration, defaultConfiguration } from "../../../src/core/configuration";
import { nameRulesOf } from "../../../src/core/launchScope";
import { comesFromVault } from "../../../src/extension/mcp/comesFromVault";

const stored = new Set(["A_TOKEN"]);
const vault = { mode: "vault" } as const;

describe("whether the vault serves what a server is left without", () => {
  it.each([
    [vault, "A_TOKEN", { stored }, true],
    [vault, "B_TOKEN", { stored }, false],
    // The store is locked: it may hold both.
    [vault, "A_TOKEN", { stored: undefined }, undefined],
    [{ ...vault, provider: "vault" }, "B_TOKEN", { stored: undefined }, true],
    [{ mode: "dual" }, "A_TOKEN", { stored }, false],
    [vault, "A_TOKEN", { stored, isKilled: true }, false],
    [vault, "REGION", { stored: undefined }, false],
  ] as const)("with %j, of %s and with %j is %s", (given, name, sources, expected) => {
    const configuration: Configuration = { ...defaultConfiguration, ...given };
    const rules = nameRulesOf(configuration, undefined);
    const facts = { isKilled: false, ...sources };
    expect(comesFromVault(name, { rules, project: { configuration, name: "app" } }, facts)).toBe(expected);
  });
});
