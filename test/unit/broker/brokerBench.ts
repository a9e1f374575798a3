import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditEntry, AuditLog } from "../../../src/broker/auditLog";
import type { Broker, BrokerOptions } from "../../../src/broker/broker";
import { createBroker } from "../../../src/broker/createBroker";
import { createSessionDirectory, type Session } from "../../../src/broker/sessionDirectory";
import type { ProcessEvent } from "../../../src/contract/events";
import type { Directories } from "../../../src/platform/directories";
import { directoriesOf } from "../../../src/platform/directories";
import { ManualClock } from "./manualClock";
import { type OpenedLease, openLease } from "./openLease";
import { localReference, ScriptedProvider } from "./scriptedProvider";

export interface BrokerBench {
  readonly home: string;
  readonly directories: Directories;
  readonly clock: ManualClock;
  readonly provider: ScriptedProvider;
  readonly session: Session;
  readonly audit: readonly AuditEntry[];
  readonly broker: Broker;
  lease(): OpenedLease;
  /** Writes events as the process of that id would. */
  report(pid: number, ...events: readonly ProcessEvent[]): void;
  dispose(): Promise<void>;
}

/** A broker on a real session directory, with a clock and a provider that the test moves. */
export function brokerBench(names: readonly string[], options: Partial<BrokerOptions> = {}): BrokerBench {
  const home = mkdtempSync(join(tmpdir(), "secret-router-broker-"));
  const directories = directoriesOf({ SECRET_ROUTER_HOME: home });
  const clock = new ManualClock();
  const provider = new ScriptedProvider();
  const session = createSessionDirectory({ directories, environment: {}, command: "server.js" });
  const recorded: AuditEntry[] = [];
  const audit: AuditLog = {
    record: (entry) => recorded.push(entry),
    flush: async () => undefined,
    close: async () => undefined,
    problem: undefined,
  };
  const broker = createBroker({
    session,
    directories,
    audit,
    scope: new Map(names.map((name) => [name, localReference(name)])),
    referenceFor: (name) => (name.startsWith("NOWHERE") ? undefined : localReference(name)),
    provider: async () => provider,
    mode: "vault",
    canary: 0,
    unit: "process",
    onMissing: "env",
    onError: "env",
    cacheTtlMs: 300_000,
    errorThreshold: 10,
    killSwitchEnabled: true,
    strict: false,
    clock,
    ...options,
  });
  return {
    home,
    directories,
    clock,
    provider,
    session,
    audit: recorded,
    broker,
    lease: () => openLease(session.directory, session.key()),
    report: (pid, ...events) => {
      const path = join(session.directory, "events", `${pid}-1.jsonl`);
      appendFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    },
    dispose: async () => {
      const closing = broker.close();
      await clock.advance(1_000);
      await closing;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
