import type { Broker, BrokerOptions } from "../../broker/broker";
import { configuredTerms } from "../../broker/configuredTerms";
import { createBroker } from "../../broker/createBroker";
import type { Session } from "../../broker/sessionDirectory";
import { isRoutedName, type NameRules } from "../../contract/secretNames";
import type { Reference } from "../../core/reference";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import type { FollowedProject } from "./followedProject";

export interface SessionBrokerOptions extends Pick<BrokerOptions, "provider" | "fetchesOnRead"> {
  readonly session: Session;
  readonly project: Project;
  readonly followed: FollowedProject;
  readonly rules: NameRules;
  /** In the first lease. */
  readonly names: readonly string[];
}

/** A session's broker, on the terms of its project. */
export function createSessionBroker(
  { directories, audit }: RouterWindow,
  { session, project, followed, rules, names, ...options }: SessionBrokerOptions,
): Broker {
  const referenceFor = (secret: string): Reference | undefined =>
    isRoutedName(secret, rules) ? followed.referenceOf(secret) : undefined;
  return createBroker({
    session,
    directories,
    // The log outlives the session: closing it is the window's business.
    audit,
    scope: new Map(names.map((secret) => [secret, followed.referenceOf(secret)])),
    referenceFor,
    ...options,
    ...configuredTerms(project),
  });
}
