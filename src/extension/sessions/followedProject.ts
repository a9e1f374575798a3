import type { Broker } from "../../broker/broker";
import { configuredTerms } from "../../broker/configuredTerms";
import type { Configuration } from "../../core/configuration";
import { referenceOf } from "../../core/launchScope";
import type { Reference } from "../../core/reference";
import type { Project } from "../window/readProject";

/** The project of a session that runs, as it is now: its file may change, or another environment of it be selected. */
export class FollowedProject {
  #project: Project;
  /** For its providers, which look at it at each call. */
  readonly configuration: Pick<Configuration, "vaultUrl">;

  constructor(project: Project) {
    this.#project = project;
    const vaultUrl = (): string | undefined => this.#project.configuration.vaultUrl;
    this.configuration = {
      get vaultUrl() {
        return vaultUrl();
      },
    };
  }

  referenceOf(secret: string): Reference {
    return referenceOf(secret, this.#project.configuration, this.#project.name);
  }

  /** Has the session go by what the project says now. */
  moveTo(project: Project, broker: Broker): void {
    const { vaultUrl } = this.#project.configuration;
    this.#project = project;
    // First: no lease may serve the new mode from the old places.
    broker.relocate(project.configuration.vaultUrl === vaultUrl ? undefined : "vault");
    broker.follow(configuredTerms(project));
  }
}
