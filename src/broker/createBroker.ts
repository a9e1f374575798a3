import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { eventsDirectoryName, type LeaseBody } from "../contract/lease";
import type { Outcome } from "../core/provider";
import { RouterError } from "../core/routerError";
import { ioError } from "../platform/ioError";
import type { Broker, BrokerOptions, Launch, Relocation, SessionTerms } from "./broker";
import { type Clock, systemClock } from "./clock";
import type { Control } from "./control";
import { ControlWatcher } from "./controlWatcher";
import { EventReader } from "./eventReader";
import { leaseEntries } from "./leaseEntry";
import { type LeaseTerms, leaseLifetimeMs } from "./leaseWriter";
import { nameStatus } from "./nameStatus";
import { ProcessReports } from "./processReports";
import { type ProviderCall, ProviderCalls } from "./providerCalls";
import { isSameAnswer, SecretCache } from "./secretCache";
import { SessionAudit } from "./sessionAudit";
import { SessionErrors } from "./sessionErrors";
import { SessionLease } from "./sessionLease";
import { SessionMetrics } from "./sessionMetrics";
import { SessionNames } from "./sessionNames";
import { touchSession } from "./sessionRegistry";
import { controlledRules, isActive, isMeantFor, killOf, type Rules } from "./sessionRules";
import { type RefreshResult, type SessionStatus, statusVersion } from "./sessionStatus";
import { StatusWriter } from "./statusWriter";
import { within } from "./within";

export function createBroker(options: BrokerOptions): Broker {
  return new SessionBroker(options);
}

const defaultAskWaitMs = 300;
const defaultFetchTimeoutMs = 10_000;
const shortestUseMs = 60_000;

class SessionBroker implements Broker {
  readonly #options: BrokerOptions;
  readonly #clock: Clock;
  readonly #fingerprintKey = randomBytes(32);
  readonly #names: SessionNames;
  readonly #metrics = new SessionMetrics();
  readonly #errors: SessionErrors;
  readonly #audit: SessionAudit;
  readonly #calls: ProviderCalls;
  readonly #cache: SecretCache;
  readonly #lease: SessionLease;
  readonly #reports: ProcessReports;
  readonly #reader: EventReader;
  readonly #control: ControlWatcher;
  readonly #statusWriter: StatusWriter;
  #terms: SessionTerms;
  #rules: Rules;
  #injected: readonly string[] = [];
  /** Of the newest mode switch and refresh request that were carried out. */
  #modeAt: number;
  #resumedAt: number;
  #refreshAt: number;
  #lastRefresh: RefreshResult | null = null;
  #cancelRenewal: () => void = () => undefined;
  #closing: Promise<void> | undefined;

  constructor(options: BrokerOptions) {
    const { session, directories, clock = systemClock } = options;
    this.#options = options;
    this.#terms = options;
    this.#clock = clock;
    this.#names = new SessionNames(options.fetchesOnRead);
    this.#errors = new SessionErrors(options.errorThreshold, options.onFirstError);
    this.#audit = new SessionAudit(options.audit, session, clock);
    this.#calls = new ProviderCalls({
      lookUp: options.provider,
      clock,
      timeoutMs: options.fetchTimeoutMs ?? defaultFetchTimeoutMs,
      onCall: (call) => this.#onCall(call),
      onStoreChange: (id) => void this.#cache.refetch(this.#cache.activeReferences(id), false),
    });
    const useMs = (): number => Math.max(2 * this.#terms.cacheTtlMs, shortestUseMs);
    this.#cache = new SecretCache({
      resolve: (id, references, forced) => this.#calls.resolve(id, references, forced),
      clock,
      ttlMs: options.cacheTtlMs,
      isInUse: (key) => this.#names.isInUse(key, clock.now() - useMs()),
      onChange: () => this.#onChange(),
    });
    this.#lease = new SessionLease({
      session,
      clock,
      content: () => this.#leaseContent(),
      beforeWrite: () => this.#lookForKill(),
    });
    this.#reports = new ProcessReports({
      clock,
      names: this.#names,
      cache: this.#cache,
      lease: this.#lease,
      metrics: this.#metrics,
      audit: this.#audit,
      referenceFor: (name) => this.#referenceFor(name),
      askWaitMs: () => toldTerms(this.#terms).askWaitMs,
      onError: (code) => this.#countReported(code),
    });
    this.#reader = new EventReader({
      directory: join(session.directory, eventsDirectoryName),
      clock,
      onEvent: (pid, event) => {
        this.#reports.take(pid, event);
        this.#statusWriter.writeSoon();
      },
    });
    this.#control = new ControlWatcher({
      directories,
      clock,
      onChange: (control) => this.#obey(control),
    });
    this.#statusWriter = new StatusWriter(session, clock, () => this.status());
    const { control } = this.#control;
    // A switch thrown after the launch began is meant for this session too; an older one the launcher has seen.
    const isNewer = isMeantFor(options, control) && (control.mode?.at ?? 0) > session.startedAt;
    const { mode, canary } = options;
    this.#rules = controlledRules({ mode, canary, userKill: null, ownKill: null }, control, isNewer);
    this.#modeAt = control.mode?.at ?? 0;
    this.#resumedAt = control.resumedAt;
    this.#refreshAt = control.refresh?.at ?? 0;
    for (const [name, reference] of options.scope) this.#names.add(name, reference, clock.now());
  }

  start(): void {
    this.#register();
    // Who threw the kill switch before this moment could not find the session: it has to find the switch.
    this.#control.check();
    this.#audit.start(this.#rules);
    this.#cache.setPaused(!isActive(this.#rules));
    this.#lease.writeNow();
    this.#control.start();
    this.#reader.start();
    void this.#cache.fetch(this.#names.references());
    this.#statusWriter.writeNow();
    this.#renewLater();
  }

  /** A session that `kill` could not find must not serve: its programs keep their plain environment. */
  #register(): void {
    try {
      this.#options.session.register();
    } catch (error) {
      const { message } = ioError(error, this.#options.directories.state);
      const reason = `the session could not be registered: ${message}`;
      this.#rules = { ...this.#rules, ownKill: { at: this.#clock.now(), reason, by: "errors" } };
    }
  }

  async ready(deadlineMs: number): Promise<Launch> {
    const scope = [...this.#options.scope.values()];
    await within(this.#clock, deadlineMs, this.#cache.fetch(scope));
    const { mode, canary } = this.#rules;
    const known = new Map<string, Outcome>();
    for (const name of isActive(this.#rules) ? this.#options.scope.keys() : []) {
      const outcome = this.#outcomeOf(name);
      if (outcome !== undefined) known.set(name, outcome);
    }
    return { mode, canary, killed: killOf(this.#rules), known };
  }

  async refresh(names: readonly string[] = [], at = this.#clock.now()): Promise<RefreshResult> {
    const wanted = this.#names
      .list()
      .filter(({ name, reference }) => reference !== null && (names.length === 0 || names.includes(name)));
    const before = new Map(wanted.map(({ key }) => [key, this.#secretOf(key)?.answer]));
    if (isActive(this.#rules)) {
      const references = wanted.flatMap(({ reference }) => (reference === null ? [] : [reference]));
      await this.#cache.refetch(references, true);
      this.#lookForKill();
      this.#lease.writeNow();
    }
    const after = wanted.map(({ key }) => ({ key, secret: this.#secretOf(key) }));
    const good = after.filter(({ secret }) => secret?.answer !== undefined && secret.error === undefined);
    const result = {
      at,
      refreshed: isActive(this.#rules) ? good.length : 0,
      changed: good.filter(({ key, secret }) => {
        return secret?.answer !== undefined && !isSameAnswer(before.get(key), secret.answer);
      }).length,
      failed: after.filter(({ secret }) => secret?.error !== undefined).length,
    };
    this.#lastRefresh = result;
    this.#audit.refreshed(names, result);
    this.#statusWriter.writeNow();
    return result;
  }

  retryFailed(): void {
    const failed = this.#names.list().flatMap(({ reference, key }) => {
      return reference === null || this.#secretOf(key)?.error === undefined ? [] : [reference];
    });
    void this.#cache.refetch(failed, true);
  }

  follow(terms: SessionTerms): void {
    this.#lookForKill();
    const before = this.#terms;
    this.#terms = terms;
    this.#errors.setThreshold(terms.errorThreshold);
    this.#cache.setTtl(terms.cacheTtlMs);
    if (JSON.stringify(toldTerms(before)) !== JSON.stringify(toldTerms(terms))) this.#lease.writeSoon();
    const { mode, canary } = terms;
    if (mode !== before.mode || canary !== before.canary) this.#enforce({ ...this.#rules, mode, canary });
  }

  relocate({ names = [], moved }: Relocation = {}): void {
    if (moved !== undefined) this.#cache.forget(moved);
    const hasMoved = this.#names.relocate(names, (name) => this.#referenceFor(name), this.#clock.now());
    if (!hasMoved && moved === undefined) return;
    void this.#cache.fetch(this.#names.references());
    this.#onChange();
  }

  setInjected(names: readonly string[]): void {
    this.#injected = names;
    for (const name of names) this.#audit.injected(name, this.#rules.mode, this.#outcomeOf(name));
    this.#statusWriter.writeNow();
  }

  status(): SessionStatus {
    const { session } = this.#options;
    const { unit } = this.#terms;
    const { counts } = this.#metrics;
    return {
      v: statusVersion,
      id: session.id,
      pid: process.pid,
      program: session.command,
      startedAt: session.startedAt,
      updatedAt: this.#clock.now(),
      mode: this.#rules.mode,
      canary: this.#rules.canary,
      unit,
      injected: this.#injected,
      killed: killOf(this.#rules),
      generation: this.#lease.generation,
      names: this.#names.list().map((entry) => nameStatus(entry, this.#secretOf(entry.key))),
      processes: this.#reports.processes(),
      hits: { ...counts.hits },
      canaryHitPercent: this.#metrics.canaryHitPercent(),
      comparisons: { ...counts.comparisons },
      cache: this.#metrics.cache(),
      readCostNs: this.#metrics.readCostNs(),
      fetchMs: this.#metrics.fetchMs(),
      errors: this.#errors.counts(this.#clock.now()),
      lastReadAt: counts.lastReadAt,
      lastRefresh: this.#lastRefresh,
      problem: this.#lease.problem?.code ?? null,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#reader.sweep();
    this.#reader.close();
    this.#control.close();
    this.#cache.close();
    this.#lease.close();
    this.#cancelRenewal();
    await Promise.all([this.#calls.close(), this.#audit.end()]);
    this.#statusWriter.close();
    this.#options.session.remove();
  }

  #onCall(call: ProviderCall): void {
    this.#metrics.addCall(call);
    this.#statusWriter.writeSoon();
    if (call.error === undefined) return;
    this.#audit.callFailed(call);
    this.#errors.add(call.error.code, this.#clock.now());
  }

  #referenceFor(name: string) {
    try {
      return this.#options.referenceFor(name);
    } catch (error) {
      this.#errors.add(RouterError.is(error) ? error.code : "INTERNAL", this.#clock.now());
      return undefined;
    }
  }

  /** A provider's failures throw no kill switch: the last good values that it would take away are what helps then. */
  #countReported(code: string): void {
    const isTooMany = this.#errors.addReported(code, this.#clock.now());
    if (!isTooMany || !this.#terms.killSwitchEnabled || killOf(this.#rules) !== null) return;
    const reason = `more than ${this.#terms.errorThreshold} errors within a minute, the last one ${code}`;
    this.#enforce({ ...this.#rules, ownKill: { at: this.#clock.now(), reason, by: "errors" } });
  }

  #obey(control: Control): void {
    const modeChanged = isMeantFor(this.#terms, control) && control.mode?.at !== this.#modeAt;
    this.#modeAt = control.mode?.at ?? 0;
    const isResumed = control.resumedAt !== this.#resumedAt;
    this.#resumedAt = control.resumedAt;
    if (isResumed) this.#lease.removeKilledMark();
    this.#enforce(controlledRules(this.#rules, control, modeChanged));
    // Whoever slept through both the kill and its end has lost its lease without ever having been killed.
    if (isResumed) this.#lease.writeNow();
    const { refresh } = control;
    if (refresh === null || refresh.at === this.#refreshAt) return;
    this.#refreshAt = refresh.at;
    void this.refresh(refresh.names, refresh.at);
  }

  /** What was asked of all brokers meanwhile must not be undone by a lease that is about to be written. */
  #lookForKill(): void {
    this.#control.check();
    if (killOf(this.#rules) !== null || !this.#lease.hasKilledMark()) return;
    const reason = "the kill switch was thrown while its state could not be written";
    this.#enforce({ ...this.#rules, ownKill: { at: this.#clock.now(), reason, by: "user" } });
  }

  #enforce(rules: Rules): void {
    const before = this.#rules;
    this.#rules = rules;
    if (JSON.stringify(before) === JSON.stringify(rules)) return;
    if (killOf(before) !== null && killOf(rules) === null) this.#errors.forgive();
    this.#lease.writeNow();
    this.#cache.setPaused(!isActive(rules));
    this.#audit.rulesChanged(before, rules);
    if (!isActive(before) && isActive(rules)) void this.#cache.fetch(this.#names.references());
    this.#statusWriter.writeNow();
  }

  #onChange(): void {
    this.#lease.writeSoon();
    this.#statusWriter.writeSoon();
  }

  #leaseContent(): { terms: LeaseTerms; body: LeaseBody } {
    const { mode, canary } = this.#rules;
    const { unit, ...told } = toldTerms(this.#terms);
    const terms = { mode, canary, unit, killed: killOf(this.#rules) !== null };
    const secretOf = (key: string) => this.#secretOf(key);
    const entries = leaseEntries(this.#names.list(), secretOf, terms, this.#fingerprintKey);
    const fingerprintKey = this.#fingerprintKey.toString("hex");
    return { terms, body: { entries, fingerprintKey, ...told } };
  }

  #renewLater(): void {
    this.#cancelRenewal = this.#clock.after(leaseLifetimeMs / 2, () => {
      this.#lease.writeSoon();
      touchSession(this.#options.directories, this.#options.session.id, this.#clock.now());
      this.#renewLater();
    });
  }

  #outcomeOf(name: string): Outcome | undefined {
    const secret = this.#secretOf(this.#names.get(name)?.key ?? null);
    if (secret?.answer !== undefined) return secret.answer;
    return secret?.error === undefined ? undefined : { status: "error", error: secret.error };
  }

  #secretOf(key: string | null) {
    return key === null ? undefined : this.#cache.get(key);
  }
}

/** What programs are told of the terms, beside the mode in force. */
function toldTerms({
  unit,
  onMissing,
  onError,
  askWaitMs = defaultAskWaitMs,
  errorThreshold,
  strict,
}: SessionTerms) {
  return { unit, onMissing, onError, askWaitMs, errorThreshold, strict };
}
