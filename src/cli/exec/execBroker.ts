import type { SessionTerms } from "../../broker/broker";
import { configuredTerms } from "../../broker/configuredTerms";
import { createBroker } from "../../broker/createBroker";
import { launchEnvironment } from "../../broker/launchEnvironment";
import { openAuditLog } from "../../broker/openAuditLog";
import { removeStaleSessions } from "../../broker/removeStaleSessions";
import type { Session } from "../../broker/sessionDirectory";
import { storedNames } from "../../broker/storedNames";
import { isRoutedName } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { launchNames, referenceOf } from "../../core/launchScope";
import type { Outcome, Provider } from "../../core/provider";
import type { Reference } from "../../core/reference";
import type { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { hiddenPrompt } from "../../platform/hiddenPrompt";
import { createProviders } from "../../providers/registry";
import { leaseError } from "./leaseError";
import type { Notices } from "./notices";
import type { ExecSession } from "./prepareLaunch";
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
  const { parsed, environment, directories, loaded, rules, session, notices } = exec;
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
  const broker = createBroker({
    session: { ...session, register: () => registerOrTell(session, notices) },
    directories,
    audit: openAuditLog(directories),
    scope: new Map(names.map((name) => [name, referenceOf(name, configuration, project)])),
    referenceFor,
    provider,
    ...termsOf(exec, configuration),
    onFirstError: (code) => {
      const error = leaseError(code, session.directory);
      if (error !== undefined) notices.error(error);
    },
  });
  broker.start();
  void broker.ready(firstAnswersDeadlineMs).then(({ known }) => reportFailures(known, notices));
  removeStaleSessions(directories, environment);
  const follow = (now: Configuration): void => broker.follow(termsOf(exec, now));
  const stopWatching =
    path === undefined ? undefined : watchConfiguration(path, parsed.environment, notices, follow);
  return {
    launchValues: () => launchEnvironment(broker, session, rules, environment),
    close: () => {
      stopWatching?.();
      if (configuration.debug) notices.summary(broker.status());
      return broker.close();
    },
  };
}

/** A flag is this launch's own will; for all else the file's newest good state is in force. */
function termsOf({ parsed, loaded }: ExecSession, configuration: Configuration): SessionTerms {
  const terms = configuredTerms({ ...loaded, ...parsed, configuration });
  return { ...terms, mode: parsed.mode ?? terms.mode, canary: parsed.canaryPercent ?? terms.canary };
}

/** A session that cannot be registered is not served: the user is told, for the program runs without a hint of it. */
function registerOrTell(session: Session, notices: Notices): void {
  try {
    session.register();
  } catch (error) {
    notices.error(error);
    notices.plainEnvironment();
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
function reportFailures(known: ReadonlyMap<string, Outcome>, notices: Notices): void {
  const failures = new Map<string, RouterError>();
  for (const outcome of known.values()) {
    // A program that ends first has not waited for it.
    if (outcome.status !== "error" || outcome.error.code === "ABORTED") continue;
    if (!failures.has(outcome.error.code)) failures.set(outcome.error.code, outcome.error);
  }
  for (const error of failures.values()) notices.error(error);
}
