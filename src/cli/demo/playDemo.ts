import { randomBytes } from "node:crypto";
import { openAuditLog } from "../../broker/openAuditLog";
import { RouterError } from "../../core/routerError";
import { directoriesOf } from "../../platform/directories";
import { checkAudit } from "./checkAudit";
import { DemoFacts } from "./demoFacts";
import { createDemoHome, type DemoHome } from "./demoHome";
import { DemoValues, demoSecrets } from "./demoSecrets";
import { type DemoServer, startDemoServer } from "./demoServer";
import { type DemoStore, openDemoStore } from "./demoStore";
import { holdsValue, searchLeaks } from "./leakSearch";
import { runScenario } from "./scenario";
import { vaultEnvironment } from "./vaultEnvironment";

export interface DemoOptions {
  readonly seconds: number;
  /** Undefined for the embedded store. */
  readonly vaultAddress: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the bundles lie. */
  readonly distribution: string;
  readonly onNote: (text: string) => void;
  readonly onReads: (facts: DemoFacts) => void;
  readonly signal: AbortSignal;
}

/**
 * Plays the whole demo and leaves nothing behind.
 * @throws RouterError when it cannot begin; what fails later is in the facts.
 */
export async function playDemo(options: DemoOptions): Promise<DemoFacts> {
  const { vaultAddress, environment } = options;
  const extraEnvironment = vaultAddress === undefined ? {} : vaultEnvironment(vaultAddress, environment);
  const home = createDemoHome(environment);
  try {
    return await playIn(home, extraEnvironment, options);
  } finally {
    home.remove();
  }
}

async function playIn(
  home: DemoHome,
  extraEnvironment: Readonly<Record<string, string>>,
  options: DemoOptions,
): Promise<DemoFacts> {
  const { vaultAddress, seconds } = options;
  const environment = { ...home.environment, ...extraEnvironment };
  const directories = directoriesOf(environment);
  const path = `secret/secret-router-demo-${randomBytes(6).toString("hex")}`;
  const vault = vaultAddress === undefined ? undefined : { address: vaultAddress, path };
  const place = vault === undefined ? "an encrypted store" : `the vault at ${vault.address}`;
  const facts = new DemoFacts(place, seconds);
  const values = new DemoValues();
  const store = await openDemoStore({ directories, environment, vault });
  try {
    for (const secret of demoSecrets) await store.write(secret, values);
    home.writeConfiguration({
      mode: "shadow",
      canary_unit: "read",
      ...(vault && { vault_url: vault.address }),
      secrets: Object.fromEntries(store.references),
    });
    options.onNote(`four made-up secrets written to ${vault === undefined ? place : path}`);
    const { distribution } = options;
    const server = await startDemoServer({ home, values, extraEnvironment, distribution });
    await playWith(server, store, values, facts, options, home);
    return facts;
  } finally {
    await removeQuietly(store, vault);
  }
}

async function playWith(
  server: DemoServer,
  store: DemoStore,
  values: DemoValues,
  facts: DemoFacts,
  options: DemoOptions,
  home: DemoHome,
): Promise<void> {
  const { signal, onNote } = options;
  const directories = directoriesOf(home.environment);
  const onReads = () => options.onReads(facts);
  const audit = openAuditLog(directories);
  onNote("MCP server started: secret-router exec -- node demo-server.cjs");
  try {
    await runScenario({ facts, server, store, values, directories, audit, note: onNote, onReads, signal });
  } catch (error) {
    facts.brokenOff = RouterError.is(error) ? error.message : "a call to the server failed";
  } finally {
    // While the session's files are still there: its lease and events are what matters most.
    facts.leaks = searchLeaks(home.root, values.all());
    await server.close();
    await audit.close();
  }
  facts.strayLines = server.strayLines();
  facts.standardErrorLeaked = holdsValue(server.standardError(), values.all());
  facts.audit = await checkAudit(directories);
  signal.throwIfAborted();
}

/** The summary matters more than what a vault that has gone away says to this. */
async function removeQuietly(
  store: DemoStore,
  vault: { readonly address: string; readonly path: string } | undefined,
): Promise<void> {
  try {
    if (vault !== undefined) await store.remove();
  } catch {
    // Its values are made up and its path is the demo's own.
  } finally {
    await store.close();
  }
}
