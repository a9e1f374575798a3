import { describe, expect, it } from "vitest";
import {
  parseVaultRecords,
  printVaultRecords,
} from "../../../../../src/providers/vault/connection/vaultRecords";

describe("vault records", () => {
  it("come back from the file as they were written", () => {
    const records = new Map([
      ["https://a:8200", { approved: true, caFile: "/ca.pem", namespace: "team", authMethod: "approle" }],
      ["http://b:8200", { approved: true, tlsSkipVerify: true, allowPlainHttp: true }],
      ["https://c", { approved: false }],
      ["https://d", { approved: true, authMethod: "token-file", tokenFile: "/run/token" }],
    ]);
    expect(parseVaultRecords(printVaultRecords(records))).toEqual(records);
  });

  it("normalise the addresses", () => {
    expect([...parseVaultRecords('{"HTTPS://A:443/":{"approved":true}}').keys()]).toEqual(["https://a"]);
  });

  it("take an entry that does not say so for not approved", () => {
    expect(parseVaultRecords('{"https://a":{}}').get("https://a")).toEqual({ approved: false });
  });

  it.each([
    ["not JSON", "CONFIG_NOT_JSON"],
    ["[]", "CONFIG_NOT_JSON"],
    ['{"https://a":true}', "CONFIG_INVALID"],
    ['{"https://a":{"approved":"true"}}', "CONFIG_INVALID"],
    ['{"https://a":{"aproved":true}}', "CONFIG_INVALID"],
    ['{"https://a":{"token_file":true}}', "CONFIG_INVALID"],
    ['{"https://a":{"__proto__":{"approved":true}}}', "CONFIG_INVALID"],
    ['{"nonsense":{"approved":true}}', "VAULT_ADDRESS_INVALID"],
  ])("refuse %s with %s", (text, code) => {
    expect(() => parseVaultRecords(text)).toThrowError(expect.objectContaining({ code }));
  });
});
