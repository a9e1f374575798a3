import type { Broker } from "../../broker/broker";
import { configuredTerms } from "../../broker/configuredTerms";
import { isRoutedName, type NameRules } from "../../contract/secretNames";
import type { Configuration } from "../../core/configuration";
import { referenceOf } from "../../core/launchScope";
import type { Reference } from "../../core/reference";
import type { Project } from "../window/readProject";

type FollowedParts = Pick<Project, "configuration" | "path" | "environment" | "name">;

/** The project of a session that runs, as it is now: its file may change, or another environment of it be selected. */
export class FollowedProject {
  #project: FollowedParts;
  #rules: NameRules;
  readonly #rulesOf: (configuration: Configuration) => NameRules;
  /** For its providers, which look at it at each call. */
  readonly configuration: Pick<Configuration, "vaultUrl">;

  /** @param rulesOf which names the session may serve under a configuration. */
  constructor(project: FollowedParts, rulesOf: (configuration: Configuration) => NameRules) {
    this.#project = project;
    this.#rules = rulesOf(project.configuration);
    this.#rulesOf = rulesOf;
    const vaultUrl = (): string | undefined => this.#project.configuration.vaultUrl;
    this.configuration = {
      get vaultUrl() {
        return vaultUrl();
      },
    };
  }

  get project(): FollowedParts {
    return this.#project;
  }

  referenceOf(secret: string): Reference {
    return referenceOf(secret, this.#project.configuration, this.#project.name);
  }

  /** Undefined for a name that the session may not serve. */
  referenceFor(secret: string): Reference | undefined {
    return isRoutedName(secret, this.#rules) ? this.referenceOf(secret) : undefined;
  }

  /**
   * Has the session go by what the project says now.
   * @param names stand in its lease from now on.
   */
  moveTo(project: FollowedParts, broker: Broker, names: readonly string[] = []): void {
    const { vaultUrl } = this.#project.configuration;
    this.#project = project;
    this.#rules = this.#rulesOf(project.configuration);
    // First: no lease may serve the new mode from the old places.
    broker.relocate({ names, moved: project.configuration.vaultUrl === vaultUrl ? undefined : "vault" });
    broker.follow(configuredTerms(project));
  }
}
