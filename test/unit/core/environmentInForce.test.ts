import { describe, expect, it } from "vitest";
import { describeOverlay, environmentInForce } from "../../../src/core/environmentInForce";
import { parseConfiguration } from "../../../src/core/parseConfiguration";

const file = parseConfiguration(
  `{
    "mode": "shadow",
    "secrets": { "A_TOKEN": "local:A_TOKEN" },
    "environments": {
      "staging": { "mode": "dual", "canary_percent": 20, "secrets": { "A_TOKEN": "vault:secret/staging#a" } },
      "prod": { "vault_url": "https://vault.example.com", "secrets": { "A_TOKEN": "vault:secret/prod#a", "B": "vault:secret/prod#b" } },
      "same": {}
    }
  }`,
  "secret-router.json",
);

describe("the environment in force", () => {
  it("is the chosen one, laid over the file", () => {
    const { configuration, environment, missing } = environmentInForce(file, "staging");
    expect([environment, missing]).toEqual(["staging", undefined]);
    expect([configuration.mode, configuration.canaryPercent]).toEqual(["dual", 20]);
    expect(configuration.secrets.get("A_TOKEN")).toMatchObject({ provider: "vault", path: "secret/staging" });
  });

  it("is none where none is chosen", () => {
    const { configuration, environment, missing, overlays } = environmentInForce(file, undefined);
    expect([configuration.mode, environment, missing]).toEqual(["shadow", undefined, undefined]);
    expect([...overlays.keys()]).toEqual(["staging", "prod", "same"]);
  });

  it.each(["gone", "__proto__", "toString", ""])("falls back to the file and says so for %j", (chosen) => {
    const { configuration, environment, missing } = environmentInForce(file, chosen);
    expect([configuration.mode, environment, missing]).toEqual(["shadow", undefined, chosen]);
  });

  it("says what each changes", () => {
    const { overlays } = environmentInForce(file, undefined);
    expect([...overlays.values()].map(describeOverlay)).toEqual([
      "mode: dual, canary_percent: 20, 1 reference",
      "vault_url: https://vault.example.com, 2 references",
      "changes nothing",
    ]);
  });
});
