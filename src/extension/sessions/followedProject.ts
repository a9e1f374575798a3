import type { Broker } from "../../broker/broker";
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

  /** Has the session read where the project says now that its names lie. */
  moveTo(project: Project, broker: Broker): void {
    const { vaultUrl } = this.#project.configuration;
    this.#project = project;
    broker.relocate(project.configuration.vaultUrl === vaultUrl ? undefined : "vault");
  }
}
