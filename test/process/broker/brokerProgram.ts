// A broker in a process of its own, driven by JSON lines on standard input. Bundled by the tests before they run it.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createBroker } from "../../../src/broker/createBroker";
import { openAuditLog } from "../../../src/broker/openAuditLog";
import { removeStaleSessions } from "../../../src/broker/removeStaleSessions";
import { createSessionDirectory, type Session } from "../../../src/broker/sessionDirectory";
import { claimTerminalSession, terminalDirectory } from "../../../src/broker/terminalSession";
import { defaultNameRules } from "../../../src/contract/secretNames";
import type { Outcome, Provider } from "../../../src/core/provider";
import { printReference } from "../../../src/core/reference";
import { SecretValue } from "../../../src/core/secretValue";
import { directoriesOf } from "../../../src/platform/directories";
import type { BrokerCommand, BrokerSetup } from "./brokerCommands";

const lines = createInterface({ input: process.stdin });
const commands = lines[Symbol.asyncIterator]();

async function main(): Promise<void> {
  const setup = JSON.parse((await commands.next()).value) as BrokerSetup;
  const directories = directoriesOf(process.env);
  const removed = removeStaleSessions(directories, process.env);
  const session =
    setup.terminalsOf === undefined
      ? createSessionDirectory({ directories, environment: process.env, command: "program.js" })
      : await claim(setup.terminalsOf);
  const values = new Map(Object.entries(setup.values));
  let calls = 0;
  const provider: Provider = {
    id: "local",
    resolve: async (references) => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, setup.delayMs ?? 0));
      return new Map(
        references.map((reference): [string, Outcome] => {
          const value = values.get(reference.path);
          const key = printReference(reference);
          if (value === undefined) return [key, { status: "missing", why: "It was never stored." }];
          return [key, { status: "found", value: new SecretValue(value) }];
        }),
      );
    },
    health: async () => ({ ok: true, summary: "Here.", warnings: [] }),
    close: async () => undefined,
  };
  const audit = openAuditLog(directories);
  const broker = createBroker({
    session,
    directories,
    audit,
    scope: new Map(setup.scope.map((name) => [name, { provider: "local", path: name }])),
    referenceFor: (name) => ({ provider: "local", path: name }),
    provider: async () => provider,
    configurationPath: setup.configurationPath,
    environment: setup.environment,
    mode: setup.mode,
    canary: 0,
    unit: "process",
    onMissing: "env",
    onError: "env",
    cacheTtlMs: 300_000,
    errorThreshold: 10,
    killSwitchEnabled: true,
    strict: false,
    fetchesOnRead: setup.terminalsOf !== undefined,
  });
  broker.start();
  say({ directory: session.directory, id: session.id, handle: session.handle(defaultNameRules), removed });
  for await (const line of commands) {
    const command = JSON.parse(line) as BrokerCommand;
    if (command.do === "status") say({ status: broker.status(), calls });
    if (command.do === "set") values.set(command.name, command.value);
    if (command.do === "refresh") say(await broker.refresh());
    if (command.do === "audit") {
      for (let index = 0; index < command.count; index++)
        audit.record({ action: "set", name: `${command.name}_${index}` });
      await audit.flush();
      say({ problem: audit.problem?.code ?? null });
    }
    if (command.do === "letGo") return letGo();
    if (command.do === "close") break;
  }
  const startedAt = performance.now();
  await broker.close();
  say({ closeMs: performance.now() - startedAt });
  letGo();
}

async function claim(folder: string): Promise<Session> {
  const directories = directoriesOf(process.env);
  const directory = terminalDirectory(directories, process.env, { workspace: "", folder });
  const rules = { rules: defaultNameRules, routesAgents: false };
  for (;;) {
    const session = await claimTerminalSession({ directories, directory, command: "Terminals", rules });
    if (session !== undefined) return session;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** From here on only the broker could keep the process alive. */
function letGo(): void {
  lines.close();
  process.stdin.destroy();
}

/** To a file, not to standard output, so that a stopped or full pipe disturbs nothing. */
function say(answer: object): void {
  appendFileSync(3, `${JSON.stringify(answer)}\n`);
}

void main();
