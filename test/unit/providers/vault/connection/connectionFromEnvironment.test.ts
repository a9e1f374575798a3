import { describe, expect, it } from "vitest";
import { connectionFromEnvironment } from "../../../../../src/providers/vault/connection/connectionFromEnvironment";
import { everyPrintedForm } from "../../../../support/everyPrintedForm";

const address = { VAULT_ADDR: "https://vault:8200" };

describe("connectionFromEnvironment", () => {
  it("gives nothing without an address, whatever else there is", () => {
    expect(connectionFromEnvironment({})).toBeUndefined();
    expect(
      connectionFromEnvironment({ VAULT_TOKEN: "made-up", HOME: "/home/u", VAULT_ADDR: " " }),
    ).toBeUndefined();
  });

  it("names the variable that holds no address, and does not repeat it", () => {
    expect(() => connectionFromEnvironment({ VAULT_ADDR: "vault.example.com:8200" })).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: "The environment variable VAULT_ADDR holds no address of a vault.",
      }),
    );
  });

  it("prefers OpenBao's variables one by one", () => {
    const read = connectionFromEnvironment({
      BAO_ADDR: "https://bao:8200/",
      VAULT_ADDR: "https://vault:8200",
      VAULT_NAMESPACE: "team",
      BAO_TOKEN: "",
      VAULT_TOKEN: "made-up-token\n",
    });
    expect(read).toMatchObject({
      variable: "BAO_ADDR",
      connection: { address: "https://bao:8200", namespace: "team", tls: { skipVerify: false } },
    });
    const [auth] = read?.auth ?? [];
    expect(auth?.method === "token" && auth.token.reveal()).toBe("made-up-token");
    expect(everyPrintedForm(read)).not.toContain("made-up-token");
  });

  it("reads certificates, limits and the proxy", () => {
    const read = connectionFromEnvironment({
      ...address,
      VAULT_CACERT: "/ca.pem",
      VAULT_CAPATH: "/cas",
      VAULT_CLIENT_CERT: "/c.pem",
      VAULT_CLIENT_KEY: "/k.pem",
      VAULT_TLS_SERVER_NAME: "vault.internal",
      VAULT_CLIENT_TIMEOUT: "30",
      VAULT_MAX_RETRIES: "0",
      VAULT_PROXY_ADDR: "http://proxy:3128",
    });
    expect(read?.connection).toEqual({
      address: "https://vault:8200",
      tls: {
        skipVerify: false,
        caFile: "/ca.pem",
        caDirectory: "/cas",
        clientCertFile: "/c.pem",
        clientKeyFile: "/k.pem",
        serverName: "vault.internal",
      },
      proxy: "http://proxy:3128",
      timeouts: { totalMs: 30_000, connectMs: 5000, headersMs: 30_000, bodyMs: 30_000 },
      maxRetries: 0,
    });
  });

  it.each(["1", "true", "TRUE", "t", "True"])("switches the check off for VAULT_SKIP_VERIFY=%s", (text) => {
    expect(
      connectionFromEnvironment({ ...address, VAULT_SKIP_VERIFY: text })?.connection.tls?.skipVerify,
    ).toBe(true);
  });

  it.each(["", " ", "0", "f", "false", "FALSE"])("leaves the check on for VAULT_SKIP_VERIFY=%j", (text) => {
    expect(
      connectionFromEnvironment({ ...address, VAULT_SKIP_VERIFY: text })?.connection.tls?.skipVerify,
    ).toBe(false);
  });

  it.each([
    ["500ms", 500],
    ["5", 5000],
    ["1.5s", 1500],
    ["2m", 120_000],
    ["1h", 3_600_000],
  ])("reads VAULT_CLIENT_TIMEOUT=%s", (text, totalMs) => {
    const read = connectionFromEnvironment({ ...address, VAULT_CLIENT_TIMEOUT: text });
    expect(read?.connection.timeouts?.totalMs).toBe(totalMs);
  });

  it.each([
    { VAULT_SKIP_VERIFY: "yes" },
    { VAULT_CLIENT_TIMEOUT: "0" },
    { VAULT_CLIENT_TIMEOUT: "soon" },
    { VAULT_CLIENT_TIMEOUT: "-5" },
    { VAULT_MAX_RETRIES: "100" },
    { VAULT_MAX_RETRIES: "-1" },
    { VAULT_CLIENT_CERT: "/c.pem" },
    { VAULT_CLIENT_KEY: "/k.pem" },
  ])("refuses %j with the variable's name", (wrong) => {
    expect(() => connectionFromEnvironment({ ...address, ...wrong })).toThrowError(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringMatching(/VAULT_[A-Z_]+/) }),
    );
  });

  it("never repeats a value, which may be a token in the wrong place", () => {
    for (const name of ["VAULT_SKIP_VERIFY", "VAULT_CLIENT_TIMEOUT", "VAULT_MAX_RETRIES", "VAULT_ADDR"]) {
      expect(() => connectionFromEnvironment({ ...address, [name]: "made-up-token" })).toThrowError(
        expect.objectContaining({ message: expect.not.stringContaining("made-up-token") }),
      );
    }
  });

  it("uses a token alone where there is one", () => {
    const read = connectionFromEnvironment({
      ...address,
      VAULT_TOKEN: "made-up",
      VAULT_ROLE_ID: "r",
      HOME: "/h",
    });
    expect(read?.auth.map(({ method }) => method)).toEqual(["token"]);
  });

  it("offers AppRole and userpass in this order otherwise, and no token file", () => {
    const read = connectionFromEnvironment({
      ...address,
      VAULT_ROLE_ID: "r",
      VAULT_SECRET_ID: "made-up-secret-id",
      VAULT_USERNAME: "u",
      VAULT_PASSWORD: "made-up-password",
      HOME: "/home/u/",
    });
    expect(read?.auth).toMatchObject([
      { method: "approle", roleId: "r" },
      { method: "userpass", username: "u" },
    ]);
    expect(read?.auth.length).toBe(2);
  });

  it("takes a token file for no credential of the address beside it", () => {
    for (const path of [{}, { BAO_TOKEN_PATH: "/run/token" }, { VAULT_TOKEN_PATH: "/run/token" }]) {
      expect(connectionFromEnvironment({ ...address, ...path, HOME: "/home/u" })?.auth).toEqual([]);
    }
  });
});
