import type { Broker } from "../../broker/broker";
import { configuredTerms } from "../../broker/configuredTerms";
import { createBroker } from "../../broker/createBroker";
import { launchEnvironment } from "../../broker/launchEnvironment";
import { createSessionDirectory } from "../../broker/sessionDirectory";
import { storedNames } from "../../broker/storedNames";
import { isRoutedName, type NameRules } from "../../contract/secretNames";
import { launchNames, referenceOf } from "../../core/launchScope";
import type { Reference } from "../../core/reference";
import { createProviders } from "../../providers/registry";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import type { RoutedSession } from "./sessions";

export interface SessionRequest {
  readonly kind: RoutedSession["kind"];
  readonly label: string;
  readonly serverKey?: string;
  readonly project: Project;
  readonly rules: NameRules;
  /** Of the variables that the program will find in its environment. */
  readonly environmentNames: readonly string[];
  /** `file` where the editor shows or keeps the environment. */
  readonly keyPlace: "handle" | "file";
}

export interface StartedSession {
  readonly session: RoutedSession;
  /** The value of `handleVariable`. */
  readonly handle: string;
  /**
   * What a program that is not Node must find in its environment, known within the launch deadline, and the handle that
   * belongs to it.
   * @param environment what it would find there without us.
   */
  launchValues(environment: Environment): Promise<Readonly<Record<string, string>>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const listTimeoutMs = 150;

/**
 * Makes a session and its broker, which begins to fetch; the program need not wait for it.
 * @throws RouterError when there is no safe place for the session.
 */
export async function startSession(window: RouterWindow, request: SessionRequest): Promise<StartedSession> {
  const { directories, environment, audit } = window;
  const { project, rules, label, keyPlace } = request;
  const { configuration, name } = project;
  const session = createSessionDirectory({ directories, environment, command: label, keyPlace });
  try {
    const handle = session.handle(rules);
    const provider = createProviders(providersOptions(window, configuration));
    const referenceFor = (secret: string): Reference | undefined =>
      isRoutedName(secret, rules) ? referenceOf(secret, configuration, name) : undefined;
    const stored = await storedNames(configuration, rules, provider, listTimeoutMs);
    const names = launchNames(configuration, rules, request.environmentNames, stored);
    const broker: Broker = createBroker({
      session,
      directories,
      // The log outlives the session: closing it is the window's business.
      audit,
      scope: new Map(names.map((secret) => [secret, referenceOf(secret, configuration, name)])),
      referenceFor,
      provider,
      ...configuredTerms(configuration),
    });
    broker.start();
    const { kind, serverKey } = request;
    const routed = { id: session.id, kind, label, project, broker, ...(serverKey && { serverKey }) };
    const launchValues = (own: Environment) => launchEnvironment(broker, session, rules, own);
    return { session: routed, handle, launchValues };
  } catch (error) {
    session.remove();
    throw error;
  }
}
