import { describe, expect, it } from "vitest";
import { proxyFromEnvironment } from "../../../../../src/providers/vault/connection/proxyFromEnvironment";

const general = "http://general:3128";
const own = "http://own:3128";
const vault = "https://vault.corp.example.com:8200";

describe("proxyFromEnvironment", () => {
  it("takes the lower-case general proxy first", () => {
    expect(proxyFromEnvironment(vault, { HTTPS_PROXY: general })).toBe(general);
    expect(proxyFromEnvironment(vault, { HTTPS_PROXY: own, https_proxy: general })).toBe(general);
  });

  it("never proxies plain http, which would show the token", () => {
    const environment = {
      http_proxy: general,
      https_proxy: general,
      ALL_PROXY: general,
      VAULT_PROXY_ADDR: own,
    };
    expect(proxyFromEnvironment("http://vault:8200", environment)).toBeUndefined();
    expect(proxyFromEnvironment("http://127.0.0.1:8200", environment)).toBeUndefined();
  });

  it("goes to this machine without the general proxy", () => {
    expect(proxyFromEnvironment("https://localhost:8200", { https_proxy: general })).toBeUndefined();
    expect(proxyFromEnvironment("https://localhost:8200", { BAO_PROXY_ADDR: own })).toBe(own);
  });

  it("ignores what is meant for other protocols", () => {
    expect(
      proxyFromEnvironment(vault, { http_proxy: general, ALL_PROXY: general, all_proxy: general }),
    ).toBeUndefined();
  });

  it.each([
    "*",
    "vault.corp.example.com",
    ".corp.example.com",
    "corp.example.com",
    "*.example.com",
    "other, VAULT.corp.example.com:8200",
  ])("excepts the host by NO_PROXY=%s, but not from the vault's own proxy", (no_proxy) => {
    expect(proxyFromEnvironment(vault, { https_proxy: general, no_proxy })).toBeUndefined();
    expect(proxyFromEnvironment(vault, { VAULT_PROXY_ADDR: own, no_proxy })).toBe(own);
  });

  it.each(["", "orp.example.com", "vault.corp.example.com:443", "evil-vault.corp.example.com", "com.", ","])(
    "does not except it by NO_PROXY=%s",
    (no_proxy) => {
      expect(proxyFromEnvironment(vault, { https_proxy: general, no_proxy })).toBe(general);
    },
  );
});
