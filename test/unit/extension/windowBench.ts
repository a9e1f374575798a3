import type { BrokerOptions } from "../../../src/broker/broker";
import { noControl } from "../../../src/broker/control";
import { type Configuration, defaultConfiguration } from "../../../src/core/configuration";
import type { RoutedSession } from "../../../src/extension/sessions/sessions";
import type { StatusBarSources } from "../../../src/extension/statusBar/readStatusBarFacts";
import type { TreeSources } from "../../../src/extension/tree/readTreeFacts";
import type { Project } from "../../../src/extension/window/readProject";
import { type BrokerBench, brokerBench } from "../broker/brokerBench";
import { localReference } from "../broker/scriptedProvider";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What the surfaces read of a window, without an editor around it. Every session has a broker of its own, a real one. */
export interface WindowBench {
  /** May be changed by a test. */
  readonly sources: Mutable<StatusBarSources & TreeSources>;
  start(label: string, given?: SessionGiven): BrokerBench;
  /** Moves the clocks of all brokers. */
  advance(byMs: number): Promise<void>;
  dispose(): Promise<void>;
}

interface SessionGiven {
  readonly broker?: Partial<BrokerOptions>;
  readonly session?: Partial<RoutedSession>;
}

export const secretName = "OPENAI_API_KEY";

export function windowBench(given: Partial<Configuration> = {}): WindowBench {
  const project = projectWith(given);
  const { mode, canaryPercent } = project.configuration;
  const benches: BrokerBench[] = [];
  const routed: RoutedSession[] = [];
  const sources = {
    optIn: { isGiven: true },
    control: { current: noControl },
    projects: { all: [project], of: () => project },
    environment: {},
    sessions: { routed, unrouted: [] },
    stored: { current: new Set<string>(), problem: undefined },
    detected: { all: [] },
    envFiles: { namesIn: () => new Map<string, readonly string[]>() },
    vaults: { all: [] },
    servers: { isRouted: () => true },
  };
  const advance = async (byMs: number): Promise<void> => {
    for (const { clock } of benches) await clock.advance(byMs);
  };
  return {
    sources,
    advance,
    start(label, { broker = {}, session = {} } = {}) {
      const bench = brokerBench([secretName], { mode, canary: canaryPercent, ...broker });
      bench.provider.values.set(secretName, { value: `made-up-${secretName}`, version: "1" });
      bench.broker.start();
      benches.push(bench);
      const own = { id: bench.session.id, kind: "debug", label, project, broker: bench.broker } as const;
      routed.push({ ...own, follow: () => undefined, ...session });
      return bench;
    },
    async dispose() {
      for (const bench of benches) await bench.dispose();
    },
  };
}

function projectWith(given: Partial<Configuration>): Project {
  // The editor's own folders cannot be made without an editor.
  const folder = { uri: { fsPath: "/app", toString: () => "file:///app" }, name: "app", index: 0 };
  const secrets = new Map([[secretName, localReference(secretName)]]);
  return {
    folder: folder as unknown as Project["folder"],
    path: "/app/secret-router.json",
    name: "app",
    configuration: { ...defaultConfiguration, secrets, ...given },
    environment: undefined,
    missing: undefined,
    overlays: new Map(),
    problem: undefined,
  };
}
