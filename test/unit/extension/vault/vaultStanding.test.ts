import { describe, expect, it } from "vitest";
import { type ErrorCode, RouterError } from "../../../../src/core/routerError";
import { isLookDue } from "../../../../src/extension/vault/isLookDue";
import {
  hasRecovered,
  needsVault,
  shortAddress,
  standingOfError,
  standingOfHealth,
  type VaultFacts,
} from "../../../../src/extension/vault/vaultStanding";

const address = "https://vault.example.com:8200";
const facts = (standing: VaultFacts["standing"]): VaultFacts => ({ address, standing, sentence: "." });

describe("how a vault stands", () => {
  it.each<[ErrorCode, VaultFacts["standing"]]>([
    ["VAULT_ADDRESS_MISSING", "notLoggedIn"],
    ["VAULT_NOT_APPROVED", "notLoggedIn"],
    ["VAULT_NOT_LOGGED_IN", "notLoggedIn"],
    ["VAULT_TOKEN_EXPIRED", "notLoggedIn"],
    ["VAULT_LOGIN_FAILED", "notLoggedIn"],
    ["PASSPHRASE_NEEDED", "unknown"],
    ["VAULT_UNREACHABLE", "unreachable"],
    ["VAULT_TIMEOUT", "unreachable"],
    ["VAULT_SEALED", "unreachable"],
    ["VAULT_TLS", "unreachable"],
    ["VAULT_ADDRESS_INVALID", "unreachable"],
  ])("is read off %s as %s", (code, standing) => {
    const error = new RouterError(code, "It did not work.", "Do something.");
    expect(standingOfError(address, error).standing).toBe(standing);
    expect(standingOfHealth(address, { ok: false, summary: "", error, warnings: [] }).standing).toBe(
      standing,
    );
  });

  it("is connected where the vault is well, whatever it warns of", () => {
    const warnings = [new RouterError("VAULT_STANDBY", "A standby.", "Wait.")];
    expect(standingOfHealth(address, { ok: true, summary: "Active.", warnings })).toEqual({
      address,
      standing: "connected",
      sentence: "Active.",
    });
  });

  it("tells a recovery from a first look", () => {
    expect(hasRecovered([], [facts("connected")])).toBe(false);
    expect(hasRecovered([facts("connected")], [facts("connected")])).toBe(false);
    expect(hasRecovered([facts("unreachable")], [facts("connected")])).toBe(true);
    expect(hasRecovered([facts("notLoggedIn")], [facts("unreachable")])).toBe(false);
  });

  it("matters to projects that keep something in a vault", () => {
    const local = { provider: "local", path: "A" } as const;
    const kept = { provider: "vault", path: "secret/a", field: "b" } as const;
    expect(needsVault({ provider: "local", secrets: new Map([["A", local]]) })).toBe(false);
    expect(needsVault({ provider: "local", secrets: new Map([["A", kept]]) })).toBe(true);
    expect(needsVault({ provider: "vault", secrets: new Map() })).toBe(true);
  });

  it("is told with host and port", () => {
    expect(shortAddress(address)).toBe("vault.example.com:8200");
    expect(shortAddress(undefined)).toBe("no address");
  });
});

describe("the next look at a vault", () => {
  it.each<[VaultFacts["standing"], number, boolean, boolean]>([
    ["connected", 59_999, false, false],
    ["connected", 60_000, false, true],
    ["notLoggedIn", 59_999, false, false],
    ["unreachable", 14_999, false, false],
    ["unreachable", 15_000, false, true],
    ["connected", 4_999, true, false],
    ["connected", 5_000, true, true],
  ])("when %s, after %i ms, with news %s: %s", (standing, sinceMs, hasNews, isDue) => {
    expect(isLookDue([facts(standing)], sinceMs, hasNews)).toBe(isDue);
  });

  it("is never due where no vault is needed", () => {
    expect(isLookDue([], 3_600_000, false)).toBe(false);
  });
});
