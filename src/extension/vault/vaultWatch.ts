import * as vscode from "vscode";
import { systemClock } from "../../broker/clock";
import { within } from "../../broker/within";
import type { Provider } from "../../core/provider";
import { RouterError } from "../../core/routerError";
import type { ProvidersOptions } from "../../providers/registry";
import { FreshRuns } from "../freshRuns";
import type { Log } from "../log";
import type { Sessions } from "../sessions/sessions";
import { unexpectedError } from "../unexpectedError";
import type { OptIn } from "../window/optIn";
import type { Projects } from "../window/projects";
import { isLookDue } from "./isLookDue";
import {
  hasRecovered,
  needsVault,
  standingOfError,
  standingOfHealth,
  type VaultFacts,
} from "./vaultStanding";

export interface VaultWatchOptions {
  readonly optIn: OptIn;
  readonly projects: Projects;
  readonly sessions: Sessions;
  /** Without a way to ask for a passphrase: nobody waits for a look. */
  readonly optionsFor: (vaultUrl: string | undefined) => ProvidersOptions;
  /** Changes when logins or settings do. */
  readonly stamp: () => string;
  readonly log: Log;
}

const tickMs = 2_000;
const lookDeadlineMs = 8_000;

/** Looks now and then how the vaults of this window's projects are: cheaply, in the background, and only those approved. */
export class VaultWatch implements vscode.Disposable {
  readonly #options: VaultWatchOptions;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly #timer: NodeJS.Timeout;
  /** Kept between looks, so that a login by password is made once and not at each of them. */
  readonly #held = new Map<string, Promise<Provider>>();
  #facts: readonly VaultFacts[] = [];
  #lookedAt = 0;
  #lookedFor = "";
  #knownRefusals = "";
  readonly #looks = new FreshRuns(() => this.#look());

  constructor(options: VaultWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#tick();
  }

  /** One for each vault that the projects need; empty where none does. */
  get all(): readonly VaultFacts[] {
    return this.#facts;
  }

  /** Looks at once, as somebody asks. */
  look(): Promise<void> {
    return this.#looks.request();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#changes.dispose();
    this.#closeAllBut([]);
  }

  /** What nobody needs any more must not renew its token for ever. */
  #closeAllBut(keys: readonly string[]): void {
    for (const [key, held] of this.#held) {
      if (keys.includes(key)) continue;
      this.#held.delete(key);
      close(held);
    }
  }

  #tick(): void {
    if (!this.#looks.isRunning && this.#isDue()) void this.#looks.request();
  }

  #isDue(): boolean {
    if (this.#subject() !== this.#lookedFor) return true;
    return isLookDue(this.#facts, Date.now() - this.#lookedAt, this.#refusals() !== this.#knownRefusals);
  }

  /** All that a look depends on; empty where there is nothing to look at. */
  #subject(): string {
    const urls = this.#urls();
    return urls.length === 0 ? "" : JSON.stringify([urls, this.#options.stamp()]);
  }

  #urls(): readonly (string | undefined)[] {
    const { optIn, projects } = this.#options;
    if (!optIn.isGiven) return [];
    const needed = projects.all.filter(({ configuration }) => needsVault(configuration));
    return [...new Set(needed.map(({ configuration }) => configuration.vaultUrl))];
  }

  /** What the vaults refuse to running programs: something new in it is worth a look. */
  #refusals(): string {
    if (this.#facts.length === 0) return "";
    const refusals = this.#options.sessions.routed.flatMap(({ id, broker }) =>
      broker
        .status()
        .names.filter(({ provider, error }) => provider === "vault" && error !== null)
        .map(({ name, error }) => `${id} ${name} ${error}`),
    );
    return refusals.join("\n");
  }

  async #look(): Promise<void> {
    this.#lookedFor = this.#subject();
    this.#lookedAt = Date.now();
    this.#knownRefusals = this.#refusals();
    const urls = this.#urls();
    this.#closeAllBut(urls.map((url) => url ?? ""));
    this.#show(await Promise.all(urls.map((url) => this.#factsOf(url))));
  }

  #show(facts: readonly VaultFacts[]): void {
    const before = this.#facts;
    // Two projects may mean the same one, by its name and by default.
    this.#facts = facts.filter(
      ({ address }, index) => facts.findIndex((other) => other.address === address) === index,
    );
    if (JSON.stringify(this.#facts) === JSON.stringify(before)) return;
    this.#changes.fire();
    if (hasRecovered(before, this.#facts)) this.#options.sessions.retryFailed();
  }

  async #factsOf(url: string | undefined): Promise<VaultFacts> {
    let address = url;
    try {
      const { knownVaults } = await import("../../providers/knownVaults");
      const options = this.#options.optionsFor(url);
      address = knownVaults(options).wished;
      const health = within(systemClock, lookDeadlineMs, this.#health(options));
      const answer = await health;
      if (answer === undefined) throw tooSlow(address);
      return standingOfHealth(address, answer);
    } catch (error) {
      return standingOfError(
        address,
        unexpectedError("The vault could not be asked.", error, this.#options.log),
      );
    }
  }

  async #health(options: ProvidersOptions) {
    const key = options.configuration.vaultUrl ?? "";
    const held = this.#held.get(key) ?? open(options);
    this.#held.set(key, held);
    const look = new AbortController();
    // Cancelled, unlike the timer of `AbortSignal.timeout`, which goes on when the answer is there.
    const cancel = systemClock.after(lookDeadlineMs, () => look.abort());
    try {
      return await (await held).health(look.signal);
    } catch (error) {
      this.#held.delete(key);
      throw error;
    } finally {
      cancel();
    }
  }
}

async function open(options: ProvidersOptions): Promise<Provider> {
  const { createProviders } = await import("../../providers/registry");
  return createProviders(options)("vault");
}

function close(held: Promise<Provider>): void {
  held.then(
    (provider) => provider.close(),
    () => undefined,
  );
}

function tooSlow(address: string | undefined): RouterError {
  return new RouterError(
    "VAULT_TIMEOUT",
    `${address} did not answer within ${lookDeadlineMs / 1000} seconds.`,
    "Check that the server runs and that this machine can reach it.",
  );
}
