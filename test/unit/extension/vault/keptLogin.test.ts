import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../../src/core/secretValue";
import { parseKeptLogin, printKeptLogin } from "../../../../src/extension/vault/keptLogin";
import type { VaultLogin } from "../../../../src/providers/vault/connection/hostVaults";

const address = "https://vault.example.com:8200";
const token: VaultLogin = { auth: { method: "token", token: new SecretValue("made-up-kept") } };

describe("a login in the editor's secret storage", () => {
  it("comes back whole, with its namespace", () => {
    const login = parseKeptLogin(address, printKeptLogin(address, { ...token, namespace: "team/a" }));
    expect(login?.namespace).toBe("team/a");
    expect(login?.auth.method === "token" && login.auth.token.reveal()).toBe("made-up-kept");
  });

  it("counts for no other address, whatever key it lies under", () => {
    const text = printKeptLogin(address, token);
    expect(parseKeptLogin("https://evil.example.com:8200", text)).toBeUndefined();
    expect(parseKeptLogin("http://vault.example.com:8200", text)).toBeUndefined();
  });

  it.each(["", "null", "[]", "{}", '{"credential":1}', '{"credential":"{}"}', "{"])(
    "is none in %j",
    (text) => {
      expect(parseKeptLogin(address, text)).toBeUndefined();
    },
  );

  it("never lends a token file", () => {
    const auth = { method: "tokenFile", path: "/h/.vault-token" } as const;
    expect(parseKeptLogin(address, printKeptLogin(address, { auth }))).toBeUndefined();
  });
});
