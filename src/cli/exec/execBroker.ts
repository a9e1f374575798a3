import type { AuditEntry } from "../../broker/auditLog";
import type { Launch as BrokerLaunch } from "../../broker/broker";
import { createBroker } from "../../broker/createBroker";
import { injectedValues } from "../../broker/injectedValues";
import { openAuditLog } from "../../broker/openAuditLog";
import { removeStaleSessions } from "../../broker/removeStaleSessions";
import { sealInherited } from "../../broker/sealInherited";
import type { Session } from "../../broker/sessionDirectory";
import { storedNames } from "../../broker/storedNames";
import { isRoutedName } from "../../contract/secretNames";
import { handleVariable } from "../../contract/variables";
import { launchNames, referenceOf } from "../../core/launchScope";
import type { Outcome, Provider } from "../../core/provider";
import type { Reference } from "../../core/reference";
import type { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { hiddenPrompt } from "../../platform/hiddenPrompt";
import { createProviders } from "../../providers/registry";
import { printError } from "../printError";
import { leaseError } from "./leaseError";
import type { ExecSession } from "./prepareLaunch";
import { sessionSummary } from "./sessionSummary";
import { standardError } from "./standardError";
import { watchConfiguration } from "./watchConfiguration";

// A program that is not Node starts with what is known by then.
const launchDeadlineMs = 300;
// Long enough for a vault's own deadlines, after which each name has an outcome.
const firstAnswersDeadlineMs = 15_000;

export interface ExecBroker {
  /** Environment values for a program that is not Node, known within the launch deadline, and the handle for them. */
  launchValues(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** Composes one `exec`'s broker: providers by the configuration, names by the launch, mode by flag or file. */
export async function startExecBroker(exec: ExecSession): Promise<ExecBroker> {
  const { parsed, environment, directories, loaded, rules, session } = exec;
  const { configuration, project, path } = loaded;
  const passphrase = exec.asksPassphrase ? askOnStandardInput : undefined;
  const provider = createProviders({
    directories,
    environment,
    configuration,
    ...(passphrase && { passphrase }),
  });
  if (exec.asksPassphrase) await unlock(await provider("local"));
  const referenceFor = (name: string): Reference | undefined =>
    isRoutedName(name, rules) ? referenceOf(name, configuration, project) : undefined;
  const names = launchNames(
    configuration,
    rules,
    Object.keys(environment),
    await storedNames(configuration, rules, provider, launchDeadlineMs),
  );
  const audit = openAuditLog(directories);
  const broker = createBroker({
    session: { ...session, register: () => registerOrTell(session) },
    directories,
    audit,
    scope: new Map(names.map((name) => [name, referenceOf(name, configuration, project)])),
    referenceFor,
    provider,
    mode: parsed.mode ?? configuration.mode,
    canary: parsed.canaryPercent ?? configuration.canaryPercent,
    unit: configuration.canaryUnit,
    onMissing: configuration.onMissing,
    onError: configuration.onError,
    cacheTtlMs: configuration.cacheTtlMs,
    askWaitMs: configuration.askWaitMs,
    errorThreshold: configuration.errorThreshold,
    killSwitchEnabled: configuration.enableKillSwitch,
    strict: configuration.strictChildren,
    onFirstError: (code) => {
      const error = leaseError(code, session.directory);
      if (error !== undefined) printError(error, standardError(), false);
    },
  });
  broker.start();
  void broker.ready(firstAnswersDeadlineMs).then(({ known }) => reportFailures(known));
  removeStaleSessions(directories, environment);
  // A flag is this launch's own will; without one the file's newest good state is in force.
  const stopWatching =
    path === undefined || parsed.mode !== undefined
      ? undefined
      : watchConfiguration(path, parsed.environment, ({ mode, canaryPercent }) =>
          broker.switchMode(mode, canaryPercent),
        );
  return {
    launchValues: async () => {
      const launch = await broker.ready(launchDeadlineMs);
      const values = injectedValues(launch, session.id);
      broker.setInjected(Object.keys(values));
      for (const name of Object.keys(values)) audit.record(injectionEntry(name, launch, session));
      const inherited = sealInherited(values, environment, session.key());
      return { ...values, [handleVariable]: session.handle(rules, inherited) };
    },
    close: () => {
      stopWatching?.();
      if (configuration.debug) standardError().write(sessionSummary(broker.status()));
      return broker.close();
    },
  };
}

/** A value that is handed out at launch is served like one that is read. */
function injectionEntry(name: string, { mode, known }: BrokerLaunch, { id, command }: Session): AuditEntry {
  const outcome = known.get(name);
  const version = outcome?.status === "found" ? outcome.version : undefined;
  const served = {
    action: "serve",
    session: id,
    program: command,
    name,
    source: "vault",
    mode,
    count: 1,
  } as const;
  return version === undefined ? served : { ...served, version };
}

/** A session that cannot be registered is not served: the user is told, for the program runs without a hint of it. */
function registerOrTell(session: Session): void {
  try {
    session.register();
  } catch (error) {
    printError(error, standardError(), false);
    standardError().write("  The program runs with its plain environment.\n");
    throw error;
  }
}

/** Reads the store once, without a deadline, because a person types meanwhile; the provider then knows the key. */
async function unlock(local: Provider): Promise<void> {
  await local.list?.(new AbortController().signal);
}

function askOnStandardInput(attempt: number): Promise<SecretValue | undefined> {
  const question = attempt === 1 ? "Passphrase of the store (not shown): " : "That was not it. Once more: ";
  return hiddenPrompt(question, { onlyStandardInput: true });
}

/** Says each kind of failure once: a vault that is down fails every name in the same way. */
function reportFailures(known: ReadonlyMap<string, Outcome>): void {
  const failures = new Map<string, RouterError>();
  for (const outcome of known.values()) {
    if (outcome.status === "error" && !failures.has(outcome.error.code))
      failures.set(outcome.error.code, outcome.error);
  }
  for (const error of failures.values()) printError(error, standardError(), false);
}
