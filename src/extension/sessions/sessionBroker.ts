import type { Broker, BrokerOptions } from "../../broker/broker";
import { configuredTerms } from "../../broker/configuredTerms";
import { createBroker } from "../../broker/createBroker";
import type { RouterWindow } from "../window/routerWindow";
import type { FollowedProject } from "./followedProject";

export interface SessionBrokerOptions extends Pick<BrokerOptions, "session" | "provider" | "fetchesOnRead"> {
  readonly followed: FollowedProject;
  /** In the first lease. */
  readonly names: readonly string[];
}

/** A session's broker, on the terms of its project. */
export function createSessionBroker(
  { directories, audit }: RouterWindow,
  { followed, names, ...options }: SessionBrokerOptions,
): Broker {
  return createBroker({
    directories,
    // The log outlives the session: closing it is the window's business.
    audit,
    scope: new Map(names.map((secret) => [secret, followed.referenceOf(secret)])),
    referenceFor: (secret) => followed.referenceFor(secret),
    ...options,
    ...configuredTerms(followed.project),
  });
}
