import { launchEnvironment } from "../../broker/launchEnvironment";
import { createSessionDirectory } from "../../broker/sessionDirectory";
import { storedNames } from "../../broker/storedNames";
import type { NameRules } from "../../contract/secretNames";
import { launchNames } from "../../core/launchScope";
import type { ProgramKind } from "../../platform/resolveProgram";
import { createProviders } from "../../providers/registry";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { FollowedProject } from "./followedProject";
import { createSessionBroker } from "./sessionBroker";
import type { RoutedSession } from "./sessions";

export interface SessionRequest {
  readonly kind: RoutedSession["kind"];
  readonly label: string;
  readonly serverKey?: string;
  readonly program?: ProgramKind;
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
  const { directories, environment } = window;
  const { project, rules, label, keyPlace } = request;
  const { configuration } = project;
  const session = createSessionDirectory({ directories, environment, command: label, keyPlace });
  try {
    const handle = session.handle(rules);
    // Whatever the configuration says later: the program goes by what its handle says.
    const followed = new FollowedProject(project, () => rules);
    const provider = createProviders(
      providersOptions(window, followed.configuration, window.passphrase.askOnce),
    );
    const stored = await storedNames(configuration, rules, provider, listTimeoutMs);
    const names = launchNames(configuration, rules, request.environmentNames, stored);
    const broker = createSessionBroker(window, { session, followed, names, provider });
    broker.start();
    const follow = (now: Project): void => followed.moveTo(now, broker);
    const { kind, serverKey, program } = request;
    const own = { id: session.id, kind, label, project, broker, follow };
    const routed = { ...own, ...(serverKey && { serverKey }), ...(program && { program }) };
    const launchValues = (own: Environment) => launchEnvironment(broker, session, rules, own);
    return { session: routed, handle, launchValues };
  } catch (error) {
    session.remove();
    throw error;
  }
}
