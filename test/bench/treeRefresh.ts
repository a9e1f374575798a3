import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configuredTerms } from "../../src/broker/configuredTerms";
import { createBroker } from "../../src/broker/createBroker";
import { openAuditLog } from "../../src/broker/openAuditLog";
import { createSessionDirectory } from "../../src/broker/sessionDirectory";
import { type Configuration, defaultConfiguration } from "../../src/core/configuration";
import type { Provider } from "../../src/core/provider";
import { printReference, type Reference } from "../../src/core/reference";
import { SecretValue } from "../../src/core/secretValue";
import { readTree } from "../../src/extension/tree/readTree";
import type { TreeSources } from "../../src/extension/tree/readTreeFacts";
import { TreeRows } from "../../src/extension/tree/treeRows";
import type { Project } from "../../src/extension/window/readProject";
import { type Directories, directoriesOf } from "../../src/platform/directories";
import { until } from "../support/until";
import { madeUp } from "./benchSession";
import type { Figure } from "./figure";
import type { Measurement } from "./measurement";
import { median, worst } from "./median";

const secrets = 500;
const sessions = 50;
const readsEach = 20;
const looks = 40;
const names = Array.from({ length: secrets }, (_, index) => `SERVICE_${index}_API_KEY`);

/** What the view does twice a second while programs run, with every broker and every status being the real one. */
export const treeRefresh: Measurement = {
  name: "tree",
  title: `the editor's tree with ${secrets} secrets and ${sessions} sessions`,
  async run(): Promise<readonly Figure[]> {
    const home = mkdtempSync(join(tmpdir(), "secret-router-bench-"));
    const directories = directoriesOf({ SECRET_ROUTER_HOME: home });
    const audit = openAuditLog(directories);
    const configuration = declared();
    const routed = Array.from({ length: sessions }, (_, index) =>
      startSession(directories, audit, configuration, index),
    );
    try {
      const sources = sourcesOf(routed, configuration);
      await until(() => routed.every(({ broker }) => broker.status().hits.vault === readsEach), {
        what: "the brokers to have seen the reads",
        timeoutMs: 60_000,
      });
      const view = new TreeRows();
      const first = look(sources, view);
      const counts = view.roots.map((group) => view.below(group).length);
      if (counts[0] !== secrets || counts[2] !== sessions)
        throw new Error(`The tree has ${counts.join(", ")} rows.`);
      const times = Array.from({ length: looks }, () => look(sources, view));
      return [
        { name: "processor time of the first look", value: first, unit: "ms", target: 100 },
        { name: `of each further one, median of ${looks}`, value: median(times), unit: "ms", target: 50 },
        { name: "of the slowest of them", value: worst(times), unit: "ms", target: 100 },
      ];
    } finally {
      await Promise.all(routed.map(({ broker }) => broker.close()));
      await audit.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
};

/** A look never waits, so its processor time is how long it holds up the host; other programs do not count into it. */
function look(sources: TreeSources, view: TreeRows): number {
  const before = process.cpuUsage();
  view.update(readTree(sources, true));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function declared(): Configuration {
  const references = names.map((name): [string, Reference] => [name, { provider: "local", path: name }]);
  return { ...defaultConfiguration, mode: "vault", secrets: new Map(references) };
}

/** One that knows all secrets and has one program, which has read some of them. */
function startSession(
  directories: Directories,
  audit: ReturnType<typeof openAuditLog>,
  configuration: Configuration,
  index: number,
) {
  const label = `server-${index}`;
  const session = createSessionDirectory({ directories, environment: {}, command: label });
  const broker = createBroker({
    session,
    directories,
    audit,
    scope: configuration.secrets,
    referenceFor: () => undefined,
    provider: async () => provider,
    ...configuredTerms({ configuration, path: undefined, environment: undefined }),
  });
  broker.start();
  const at = Date.now();
  const events = [
    {
      t: "start",
      at,
      pid: process.pid,
      ppid: process.ppid,
      program: "/app/server.js",
      node: process.versions.node,
    },
    ...names
      .slice(index, index + readsEach)
      .map((name) => ({ t: "reads", at, name, source: "vault", mode: "vault", count: 1, version: "1" })),
  ];
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  appendFileSync(join(session.directory, "events", `${process.pid}-1.jsonl`), text);
  return { id: session.id, kind: "mcp" as const, label, broker };
}

const provider: Provider = {
  id: "local",
  resolve: async (references) =>
    new Map(
      references.map((reference) => [
        printReference(reference),
        { status: "found", value: new SecretValue(madeUp("made-up")), version: "1" },
      ]),
    ),
  health: async () => ({ ok: true, summary: "", warnings: [] }),
  close: async () => undefined,
};

/** The parts of a window that the tree reads, without an editor around them. */
function sourcesOf(
  routed: readonly Omit<ReturnType<typeof startSession>, "project">[],
  configuration: Configuration,
): TreeSources {
  const folder = { uri: { fsPath: "/app" }, name: "app", index: 0 } as Project["folder"];
  const project: Project = {
    folder,
    path: "/app/secret-router.json",
    name: "app",
    configuration,
    environment: undefined,
    missing: undefined,
    overlays: new Map(),
    problem: undefined,
  };
  const sources = {
    control: { current: { killed: null } },
    projects: { all: [project], of: () => project },
    environment: {},
    sessions: { routed: routed.map((session) => ({ ...session, project })), unrouted: [] },
    stored: { current: new Set(names), problem: undefined },
    detected: { all: [] },
    envFiles: { namesIn: () => new Map() },
    vaults: { all: [] },
    servers: { isRouted: () => true },
  };
  // The editor's own types of folders cannot be made without an editor.
  return sources as unknown as TreeSources;
}
