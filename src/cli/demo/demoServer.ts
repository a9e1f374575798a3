import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { RouterError } from "../../core/routerError";
import type { DemoHome } from "./demoHome";
import type { DemoSecret, DemoValues } from "./demoSecrets";
import type { Origin } from "./tally";

/** One call of the server's tool, told apart by where the keys came from. */
export interface Signing {
  readonly origins: Readonly<Record<Origin, number>>;
  readonly readNs: readonly number[];
  readonly serverPid: number;
}

/** The running MCP server, seen through a real MCP client. */
export interface DemoServer {
  /** Lets the server read a key that many times. */
  sign(secret: DemoSecret, times: number): Promise<Signing>;
  /** What came over its standard output that was no message of the protocol. */
  readonly strayLines: () => number;
  readonly standardError: () => string;
  /** False once the connection has ended. */
  readonly isOpen: () => boolean;
  close(): Promise<void>;
}

export interface ServerLaunch {
  readonly home: DemoHome;
  readonly values: DemoValues;
  readonly extraEnvironment: Readonly<Record<string, string>>;
  /** Where the bundles lie. */
  readonly distribution: string;
}

const callTimeoutMs = 10_000;
const maxStandardErrorLength = 64 * 1024;

/** Starts the server as an MCP client's configuration would, with `exec` before its command. */
export async function startDemoServer(launch: ServerLaunch): Promise<DemoServer> {
  const { home, values, extraEnvironment, distribution } = launch;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      join(distribution, "cli.js"),
      ...["exec", "--mode", "shadow", "--"],
      process.execPath,
      join(distribution, "demo-server.cjs"),
    ],
    env: { ...home.environment, ...extraEnvironment, ...values.environment() },
    cwd: home.project,
    stderr: "pipe",
  });
  const client = new Client({ name: "demo-client", version: "1.0.0" });
  let standardError = "";
  let strayLines = 0;
  let isOpen = true;
  transport.stderr?.on("data", (chunk: Buffer) => {
    standardError = (standardError + chunk.toString("utf8")).slice(-maxStandardErrorLength);
  });
  client.onerror = () => void strayLines++;
  client.onclose = () => {
    isOpen = false;
  };
  try {
    await client.connect(transport, { timeout: callTimeoutMs });
  } catch {
    await client.close();
    throw startError(standardError);
  }
  return {
    async sign(secret, times) {
      const challenge = randomBytes(16).toString("hex");
      const result = await client.callTool(
        { name: "sign", arguments: { service: secret.service, challenge, times } },
        undefined,
        { timeout: callTimeoutMs },
      );
      return parseSigning(result.content, secret, challenge, values);
    },
    strayLines: () => strayLines,
    standardError: () => standardError,
    isOpen: () => isOpen,
    close: () => client.close(),
  };
}

function parseSigning(content: unknown, secret: DemoSecret, challenge: string, values: DemoValues): Signing {
  const [{ text }] = content as [{ text: string }];
  const { pid, signatures, readNs } = JSON.parse(text) as {
    pid: number;
    signatures: Record<string, number>;
    readNs: number[];
  };
  const countOf = (key: string) => signatures[createHmac("sha256", key).update(challenge).digest("hex")] ?? 0;
  const environment = countOf(values.environmentValue(secret.name));
  // Where both hold the same value nobody can tell; the demo counts no such reads.
  const isCopy = values.environmentValue(secret.name) === values.vaultValue(secret.name);
  const vault = isCopy ? 0 : countOf(values.vaultValue(secret.name));
  return {
    origins: { vault, environment, neither: readNs.length - vault - environment },
    readNs,
    serverPid: pid,
  };
}

function startError(standardError: string): RouterError {
  const said = standardError.trim().split("\n").at(-1) ?? "";
  return new RouterError(
    "DEMO_FAILED",
    `The demo's MCP server did not start${said === "" ? "." : `: ${said}`}`,
    "Run `secret-router doctor` to see what this machine lacks.",
  );
}
