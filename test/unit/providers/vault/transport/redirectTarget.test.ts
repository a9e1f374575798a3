import { describe, expect, it } from "vitest";
import { redirectTarget } from "../../../../../src/providers/vault/transport/redirectTarget";

const from = new URL("https://vault.example.com:8200/v1/secret/data/app");

describe("redirectTarget", () => {
  it.each([
    ["/v1/other", "https://vault.example.com:8200/v1/other"],
    ["https://vault.example.com:8200/v1/other#x", "https://vault.example.com:8200/v1/other"],
    ["?moved=1", "https://vault.example.com:8200/v1/secret/data/app?moved=1"],
  ])("leads to %s within the origin", (location, expected) => {
    expect(redirectTarget(from, 307, location, "POST").href).toBe(expected);
    expect(redirectTarget(from, 302, location, "GET").href).toBe(expected);
  });

  it.each([
    "https://evil.example.com/v1/x",
    "https://vault.example.com/v1/x",
    "http://vault.example.com:8200/v1/x",
    "//evil.example.com/v1/x",
    "\\\\evil.example.com\\x",
    "https://user:pw@vault.example.com:8200/v1/x",
    "file:///etc/passwd",
    "data:application/json,{}",
    "javascript:1",
    "https://",
    undefined,
  ])("refuses %s", (location) => {
    expect(() => redirectTarget(from, 307, location, "GET")).toThrowError(
      expect.objectContaining({ code: "VAULT_REDIRECT" }),
    );
  });

  it("refuses to turn a write into a read", () => {
    for (const status of [301, 302, 303])
      expect(() => redirectTarget(from, status, "/v1/x", "POST")).toThrowError();
  });

  it("follows over plain http on this machine alone", () => {
    expect(redirectTarget(new URL("http://127.0.0.1:8200/v1/a"), 307, "/v1/b", "GET").pathname).toBe("/v1/b");
    expect(() => redirectTarget(new URL("http://vault:8200/v1/a"), 307, "/v1/b", "GET")).toThrowError();
  });

  it("repeats no user information and no path of the target", () => {
    const refuse = () =>
      redirectTarget(from, 307, "https://u:made-up-pw@evil.example.com/?t=made-up-t", "GET");
    expect(refuse).toThrowError(/https:\/\/evil\.example\.com,/);
    expect(refuse).not.toThrowError(/made-up/);
    expect(() => redirectTarget(from, 307, "made-up-t:x", "GET")).not.toThrowError(/made-up/);
  });
});
