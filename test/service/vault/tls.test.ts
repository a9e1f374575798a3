import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseReference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { createVaultProvider } from "../../../src/providers/vault/createVaultProvider";
import type { VaultConnection } from "../../../src/providers/vault/vaultConnection";
import { until } from "../../support/until";
import { makeCertificates } from "../../support/vault/makeCertificates";
import { type ConnectProxy, startConnectProxy } from "../../support/vault/startConnectProxy";
import { startFaultServer } from "../../support/vault/startFaultServer";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const reference = parseReference("vault:secret/app#api_key");
const never = new AbortController().signal;

describe.skipIf(!canStartOwnVault)("a real server with a certificate of its own authority", () => {
  let vault: TestVault;
  let proxy: ConnectProxy;
  let caFile: string;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "secret-router-tls-"));
    vault = await startOwnVault({ tls: true });
    proxy = await startConnectProxy();
    caFile = vault.certificates?.caFile ?? "";
    await vault.admin.putKv2("secret", "app", { api_key: "made-up-tls" });
  });

  afterEach(() => {
    delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  });

  afterAll(async () => {
    await proxy?.stop();
    await vault?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is accepted with the authority's file", async () => {
    expect(await read({ tls: { caFile } })).toBe("made-up-tls");
  });

  it("is accepted with the authority's text, and with a folder of authorities", async () => {
    const caPem = vault.certificates?.ca ?? "";
    expect(await read({ tls: { caPem } })).toBe("made-up-tls");
    writeFileSync(join(directory, "authority.pem"), caPem);
    expect(await read({ tls: { caDirectory: directory } })).toBe("made-up-tls");
  });

  it("is refused without it", async () => {
    expect(await read({})).toBe("VAULT_TLS");
  });

  it("is refused without it even where the environment switches Node's checks off", async () => {
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    expect(await read({})).toBe("VAULT_TLS");
  });

  it("is refused under a host name that the certificate does not bear", async () => {
    const address = vault.address.replace("localhost", "127.0.0.1");
    expect(await read({ address, tls: { caFile } })).toBe("VAULT_TLS");
    expect(await read({ address, tls: { caFile, serverName: "localhost" } })).toBe("made-up-tls");
  });

  it("is accepted unchecked by the user's own setting alone, with a warning", async () => {
    expect(await read({ tls: { skipVerify: true } })).toBe("made-up-tls");
    const provider = open({ tls: { skipVerify: true } });
    const { ok, warnings } = await provider.health(never);
    await provider.close();
    expect([ok, warnings.map(({ code }) => code)]).toEqual([true, ["VAULT_TLS"]]);
  });

  it("tells plain http on this port, and https on a plain port, apart from a dead server", async () => {
    expect(await read({ address: vault.address.replace("https:", "http:") })).toBe("VAULT_BAD_ANSWER");
    const plain = await startFaultServer();
    expect(await read({ address: plain.address.replace("http:", "https:") })).toBe("VAULT_TLS");
    await plain.stop();
  });

  it("says which certificate file cannot be read", async () => {
    const missing = join(directory, "missing.pem");
    const provider = open({ tls: { caFile: missing } });
    const [outcome] = [...(await provider.resolve([reference], never)).values()];
    expect(outcome).toMatchObject({ status: "error", error: { code: "VAULT_TLS" } });
    expect(outcome?.status === "error" && outcome.error.message).toContain(missing);
    await provider.close();
  });

  it("is reached through a proxy that sees the host and no token", async () => {
    const before = proxy.seen.length;
    expect(await read({ tls: { caFile }, proxy: proxy.address.replace("//", "//user:made-up-proxy@") })).toBe(
      "made-up-tls",
    );
    const seen = proxy.seen.slice(before);
    expect(seen.map(({ line }) => line)).toEqual([`CONNECT ${new URL(vault.address).host}`]);
    expect(JSON.stringify(seen)).not.toContain(vault.rootToken);
    expect(seen[0]?.headers["proxy-authorization"]).toBe(`Basic ${btoa("user:made-up-proxy")}`);
  });

  it("is checked through a proxy as without", async () => {
    expect(await read({ proxy: proxy.address })).toBe("VAULT_TLS");
  });

  it("cannot be reached through a proxy that refuses or is not there", async () => {
    const refusing = await startConnectProxy(true);
    expect(await read({ tls: { caFile }, proxy: refusing.address })).toBe("VAULT_UNREACHABLE");
    await refusing.stop();
    expect(await read({ tls: { caFile }, proxy: refusing.address })).toBe("VAULT_UNREACHABLE");
  });

  it("leaves no connection behind where a handshake through a proxy never ends", async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => sockets.delete(socket))
        .resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = `https://localhost:${(silent.address() as AddressInfo).port}`;
    const timeouts = { connectMs: 300 };
    expect(await read({ address, proxy: proxy.address, timeouts })).toBe("VAULT_TIMEOUT");
    await until(() => sockets.size === 0, { what: "the connection to be closed", timeoutMs: 3000 });
    silent.close();
  });

  function open(connection: Partial<VaultConnection>) {
    const auth = { method: "token", token: new SecretValue(vault.rootToken) } as const;
    return createVaultProvider({ address: vault.address, auth, ...connection });
  }

  async function read(connection: Partial<VaultConnection>): Promise<string> {
    const provider = open(connection);
    const [outcome] = [...(await provider.resolve([reference], never)).values()];
    await provider.close();
    if (outcome?.status === "found") return outcome.value.reveal();
    return outcome?.status === "error" ? outcome.error.code : "missing";
  }
});

describe("redirects of a server with TLS", () => {
  it("do not lead down to plain http", async () => {
    const directory = mkdtempSync(join(tmpdir(), "secret-router-tls-"));
    const certificates = makeCertificates(directory);
    const other = await startFaultServer();
    const server = await startFaultServer({ tls: certificates, otherOrigin: other.address });
    server.behave("redirectOtherOrigin");
    const auth = { method: "token", token: new SecretValue("made-up-token") } as const;
    const provider = createVaultProvider({ address: server.address, auth, tls: { caPem: certificates.ca } });
    const [outcome] = [...(await provider.resolve([reference], never)).values()];
    expect(outcome).toMatchObject({ status: "error", error: { code: "VAULT_REDIRECT" } });
    expect(other.requests).toEqual([]);
    await provider.close();
    await server.stop();
    await other.stop();
    rmSync(directory, { recursive: true, force: true });
  });
});
