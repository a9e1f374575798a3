import { describe, expect, it } from "vitest";
import type { RouterError } from "../../../../src/core/routerError";
import { parseVaultRecords } from "../../../../src/providers/vault/connection/vaultRecords";
import {
  checkPlainHttp,
  isLoopback,
  normalisedVaultAddress,
  parseVaultAddress,
} from "../../../../src/providers/vault/vaultAddress";

describe("normalisedVaultAddress", () => {
  it.each([
    ["https://vault.example.com", "https://vault.example.com"],
    ["https://vault.example.com/", "https://vault.example.com"],
    ["https://vault.example.com:443", "https://vault.example.com"],
    ["HTTPS://Vault.Example.COM:8200//", "https://vault.example.com:8200"],
    ["https://example.com/vault/", "https://example.com/vault"],
    ["https://example.com/a/../vault", "https://example.com/vault"],
    [" http://127.0.0.1:8200\n", "http://127.0.0.1:8200"],
    ["http://[::1]:8200", "http://[::1]:8200"],
  ])("writes %j as %s", (text, expected) => {
    expect(normalisedVaultAddress(text)).toBe(expected);
    expect(normalisedVaultAddress(expected)).toBe(expected);
  });

  it("tells addresses apart that differ in scheme, port, host or path", () => {
    const addresses = ["https://a", "http://a", "https://a:8200", "https://a.b", "https://a/b"];
    expect(new Set(addresses.map(normalisedVaultAddress)).size).toBe(addresses.length);
  });
});

describe("parseVaultAddress", () => {
  it.each([
    "",
    "vault.example.com",
    "127.0.0.1:8200",
    "ftp://vault",
    "file:///etc/passwd",
    "unix:///run/vault.sock",
    "https://vault?x=1",
    "https://vault#x",
    "javascript:alert(1)",
  ])("refuses %j", (text) => {
    expect(() => parseVaultAddress(text)).toThrowError(
      expect.objectContaining({ code: "VAULT_ADDRESS_INVALID" }),
    );
  });

  it("refuses user information without repeating it", () => {
    const parse = () => parseVaultAddress("https://user:made-up-password@vault");
    expect(parse).toThrowError(/user name/);
    expect(parse).not.toThrowError(/made-up-password/);
  });
});

describe("isLoopback", () => {
  it.each(["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])("takes %s for this machine", (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(["localhost.evil.com", "127.0.0.1.evil.com", "128.0.0.1", "0.0.0.0", "[::2]", "vault"])(
    "does not take %s for this machine",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe("checkPlainHttp", () => {
  it("allows https, this machine, and what is allowed outright", () => {
    checkPlainHttp(new URL("https://vault"), false);
    checkPlainHttp(new URL("http://localhost:8200"), false);
    // A URL parser writes every spelling of this machine's number alike.
    checkPlainHttp(new URL("http://2130706433:8200"), false);
    checkPlainHttp(new URL("http://vault:8200"), true);
  });

  it("refuses plain http to another machine", () => {
    expect(() => checkPlainHttp(new URL("http://vault:8200"), false)).toThrowError(
      expect.objectContaining({ code: "VAULT_ADDRESS_INVALID" }),
    );
  });

  it("shows the entry of vaults.json that would allow it", () => {
    let step = "";
    try {
      checkPlainHttp(new URL("http://vault:8200/below/"), false);
    } catch (error) {
      step = (error as RouterError).nextStep;
    }
    const entry = /put (".*\}) into vaults\.json/.exec(step)?.[1];
    expect(parseVaultRecords(`{ ${entry} }`)).toEqual(
      new Map([["http://vault:8200/below", { approved: false, allowPlainHttp: true }]]),
    );
  });
});
