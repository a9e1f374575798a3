import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vaultServer } from "../capabilities";
import { until } from "../until";
import { freePort } from "./freePort";
import { type Certificates, makeCertificates } from "./makeCertificates";
import { VaultAdmin } from "./vaultAdmin";

/** A real server and a way to set it up. */
export interface TestVault {
  readonly address: string;
  /** A token that may do everything. */
  readonly rootToken: string;
  readonly admin: VaultAdmin;
  /** Present for a server with TLS. */
  readonly certificates?: Certificates;
  /** The server's process id; absent for one that was there before. */
  readonly pid?: number;
  stop(): Promise<void>;
}

/** Whether `startVault` can give a server. */
export const canStartVault = vaultServer.path !== undefined || externalAddress() !== undefined;
/** Whether servers of our own can be started: those with TLS, those that are sealed or stopped midway. */
export const canStartOwnVault = vaultServer.path !== undefined;

/** A server in development mode on a free loopback port, or the one in SECRET_ROUTER_TEST_VAULT_ADDR. */
export async function startVault(): Promise<TestVault> {
  const address = externalAddress();
  const rootToken = process.env["SECRET_ROUTER_TEST_VAULT_TOKEN"];
  if (address === undefined || rootToken === undefined) return startOwnVault();
  return { address, rootToken, admin: new VaultAdmin(address, rootToken), stop: async () => {} };
}

/** @param port so that a test can stop a server and start another in its place. */
export async function startOwnVault(
  options: { readonly tls?: boolean; readonly port?: number } = {},
): Promise<TestVault> {
  const home = mkdtempSync(join(tmpdir(), "secret-router-vault-"));
  const port = options.port ?? (await freePort());
  const rootToken = `made-up-root-${randomBytes(8).toString("hex")}`;
  const certificates = options.tls === true ? makeCertificates(home) : undefined;
  const child = certificates
    ? spawnWithConfiguration(home, port, rootToken, certificates)
    : spawnServer(home, [...devArguments(rootToken), `-dev-listen-address=127.0.0.1:${port}`]);
  const address = certificates ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  const admin = new VaultAdmin(address, rootToken, certificates?.ca);
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      kill();
      await ended;
    }
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await until(() => hasEnded(child) || admin.isActive(), {
      what: "the server to answer",
      timeoutMs: 30_000,
    });
    if (hasEnded(child)) throw new Error(`The server ended at once: ${output(child)}`);
    await admin.kv2Ready("secret");
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address,
    rootToken,
    admin,
    stop,
    ...(certificates && { certificates }),
    ...(child.pid === undefined ? {} : { pid: child.pid }),
  };
}

const outputs = new WeakMap<ChildProcess, string[]>();

function spawnWithConfiguration(home: string, port: number, rootToken: string, certificates: Certificates) {
  // Development mode brings the root token and storage; the listener with our certificates comes on top of its own.
  const file = join(home, "tls.hcl");
  writeFileSync(
    file,
    `listener "tcp" {
  address = "127.0.0.1:${port}"
  tls_cert_file = ${JSON.stringify(certificates.certFile)}
  tls_key_file = ${JSON.stringify(certificates.keyFile)}
}
`,
  );
  return spawnServer(home, [
    ...devArguments(rootToken),
    "-dev-listen-address=127.0.0.1:0",
    `-config=${file}`,
  ]);
}

function devArguments(rootToken: string): readonly string[] {
  return ["server", "-dev", "-dev-no-store-token", `-dev-root-token-id=${rootToken}`];
}

function spawnServer(home: string, args: readonly string[]): ChildProcess {
  if (vaultServer.path === undefined) throw new Error(vaultServer.howToGet);
  const [program, ...rest] = [...diesWithParent(), vaultServer.path, ...args] as [string, ...string[]];
  const child = spawn(program, rest, {
    env: { PATH: process.env["PATH"], HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  outputs.set(child, lines);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      lines.push(chunk.toString());
      if (lines.length > 200) lines.shift();
    });
  }
  return child;
}

/** A test process that is killed outright runs no exit handler; where Linux can end its servers with it, it does. */
function diesWithParent(): readonly string[] {
  return existsSync(setpriv) ? [setpriv, "--pdeathsig", "SIGKILL"] : [];
}

const setpriv = "/usr/bin/setpriv";

function output(child: ChildProcess): string {
  return (outputs.get(child) ?? []).join("").slice(-2000);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function externalAddress(): string | undefined {
  return process.env["SECRET_ROUTER_TEST_VAULT_ADDR"];
}
