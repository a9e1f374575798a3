import type { Handle } from "../contract/handle";
import type { Mode } from "../contract/mode";
import { handleVariable } from "../contract/variables";
import { createCanaryStart } from "./canaryStart";
import { compare } from "./compare";
import { decide, isWithheld, modeOf } from "./decide";
import { createErrorBudget } from "./errorBudget";
import { createEventLog } from "./eventLog";
import { handleForChild, restoreInherited } from "./inheritance";
import { listKeys } from "./listKeys";
import type { NameTable } from "./nameTable";
import { onExit } from "./onExit";
import { createPace, type Grant } from "./pace";
import { createReadTimer } from "./readTimer";
import { reportReads } from "./reportReads";
import { serve } from "./serve";
import { createSession } from "./session";
import { type Slot, served } from "./slot";
import { waitFor } from "./waiting";

/** Routes the reads of one thread: joins the session, the name table, the pace and the reports. */
export interface Router {
  /** What the hot path does not do itself: a name's first read, and the look that ends each grant. */
  read(slot: Slot, key: string): string | undefined;
  /** Brings a name up to date without counting a read. */
  settle(slot: Slot): void;
  /** The names that the program sees when it enumerates. */
  listKeys(): (string | symbol)[];
  /** Whether a settled name is kept from enumeration, `in` and children. */
  isHidden(slot: Slot): boolean;
  /** The handle as a child must get it, beside the values that the program passes on to it. */
  handleText(): string | undefined;
  fail(code: string): void;
}

// A broker that lets this many names run into the full wait gets no more of the program's time.
const maxVainWaits = 3;
// Fifteen seconds: by then every provider has answered or has failed.
const maxIdleLooks = 75;

export function createRouter(
  native: NodeJS.ProcessEnv,
  handle: Handle,
  names: NameTable,
  grant: Grant,
): Router {
  const log = createEventLog(handle.directory);
  const errors = createErrorBudget(log, turnOff);
  const session = createSession(handle, errors.fail);
  const canaryStart = createCanaryStart();
  const pace = createPace(grant, tick);
  const timer = createReadTimer(grant);
  let isStarted = false;
  let mode: Mode = "off";
  let vainWaits = 0;
  let idleLooks = 0;
  let ownHandle: string | undefined;
  let knownBroker: number | undefined;

  function read(slot: Slot, key: string): string | undefined {
    if (!slot.settled) return timer.timeFirst(slot, () => readSettled(slot, key));
    lookIfDue();
    timer.timeSample(slot, key);
    return serve(slot, native, key);
  }

  function readSettled(slot: Slot, key: string): string | undefined {
    settle(slot);
    return serve(slot, native, key);
  }

  function settle(slot: Slot): void {
    lookIfDue();
    if (slot.settled) return;
    slot.settled = true;
    if (decide(slot, session.lease, canaryStart)) awaitAnswers([slot]);
    else askIfUnknown(slot);
  }

  /** Brings every name of the lease up to date and gives those that the vault serves. */
  function settleAll(): readonly Slot[] {
    lookIfDue();
    const lease = session.lease;
    if (lease === undefined || mode === "off" || mode === "shadow") return [];
    const open: Slot[] = [];
    const all: Slot[] = [];
    for (const name in lease.entries) {
      const slot = names.slotOf(name);
      if (slot === null) continue;
      slot.settled = true;
      if (decide(slot, lease, canaryStart)) open[open.length] = slot;
      all[all.length] = slot;
    }
    awaitAnswers(open);
    return all.filter((slot) => slot.value !== undefined);
  }

  function lookIfDue(): void {
    if (!pace.isDue()) return;
    if (!isStarted) {
      isStarted = true;
      onExit(() => attempt(reportEnd));
      restore();
      session.awaitFirst();
      takeOver();
    } else if (session.look()) takeOver();
    if (pace.isTickOverdue()) report();
  }

  function restore(): void {
    const keyHex = handle.inherited === "" ? undefined : session.keyHex();
    if (keyHex !== undefined) restoreInherited(native, handle, keyHex);
    ownHandle = native[handleVariable];
  }

  function handleText(): string | undefined {
    const text = native[handleVariable];
    const lease = session.lease;
    // A program that has put another handle there means that one.
    if (lease === undefined || text === undefined || text !== ownHandle) return text;
    const slots = names.slots.filter((slot) => slot.value !== undefined && !isWithheld(slot, lease));
    const keyHex = slots.length === 0 ? undefined : session.keyHex();
    return keyHex === undefined ? text : handleForChild(native, handle, slots, keyHex);
  }

  /** Makes the lease now in force count for every name. */
  function takeOver(): void {
    reportReads(names.slots, mode, log);
    const lease = session.lease;
    mode = modeOf(lease);
    vainWaits = 0;
    if (lease !== undefined) {
      const { generation, killed, broker } = lease.header;
      if (knownBroker !== undefined && knownBroker !== broker) log.introduce();
      knownBroker = broker;
      errors.threshold = lease.body.errorThreshold;
      log.add({ t: "lease", generation, killed });
    }
    for (let index = 0; index < names.slots.length; index++) {
      const slot = names.slots[index] as Slot;
      if (!slot.settled) continue;
      decide(slot, lease, canaryStart);
      askIfUnknown(slot);
    }
  }

  function askIfUnknown(slot: Slot): void {
    if (session.lease === undefined || mode === "off" || slot.asked) return;
    if (session.lease.entries[slot.name] !== undefined) return;
    slot.asked = true;
    log.add({ t: "ask", name: slot.name });
    log.flush();
  }

  function awaitAnswers(open: readonly Slot[]): void {
    const waiting = open.filter((slot) => !slot.waited);
    for (let index = 0; index < waiting.length; index++) {
      const slot = waiting[index] as Slot;
      slot.waited = true;
      if (!slot.asked) log.add({ t: "ask", name: slot.name });
      slot.asked = true;
    }
    const lease = session.lease;
    if (waiting.length === 0 || lease === undefined) return;
    log.flush();
    if (vainWaits >= maxVainWaits) return;
    const isAnswered = waitFor(
      () => {
        if (session.look()) takeOver();
        return !waiting.some(isOpen);
      },
      session.isBrokerAlive,
      lease.body.askWaitMs,
    );
    if (!isAnswered) vainWaits++;
  }

  function isOpen(slot: Slot): boolean {
    const lease = session.lease;
    if (lease === undefined || mode === "off" || mode === "shadow" || slot.written) return false;
    const entry = lease.entries[slot.name];
    return entry === undefined || entry.status === "pending";
  }

  /** Goes on while a name that was read waits for its comparison: many programs read a secret once, at their start. */
  function tick(): boolean {
    attempt(report);
    return awaitsComparison() && idleLooks++ < maxIdleLooks;
  }

  function report(): void {
    if (awaitsComparison() && session.look()) takeOver();
    compareAll();
    reportReads(names.slots, mode, log);
    log.flush();
  }

  function awaitsComparison(): boolean {
    const lease = session.lease;
    // A broker on a busy machine may be later with its first lease than the program with its reads.
    if (lease !== undefined && mode === "off") return false;
    for (let index = 0; index < names.slots.length; index++) {
      const slot = names.slots[index] as Slot;
      if (!slot.settled || slot.comparedGeneration !== -1) continue;
      const entry = lease?.entries[slot.name];
      if (entry === undefined || entry.status === "pending") return true;
    }
    return false;
  }

  function compareAll(): void {
    const lease = session.lease;
    if (lease === undefined || mode === "off") return;
    for (let index = 0; index < names.slots.length; index++) {
      const slot = names.slots[index] as Slot;
      const { generation } = lease.header;
      if (!slot.settled || slot.comparedGeneration === generation) continue;
      const result = compare(slot, lease, native[slot.name]);
      if (result === undefined) continue;
      slot.comparedGeneration = generation;
      log.add({ t: "compare", name: slot.name, result, generation });
    }
  }

  function reportEnd(): void {
    report();
    log.add({ t: "end" });
    log.flush();
  }

  function attempt(action: () => void): void {
    try {
      action();
    } catch {
      errors.fail("INTERNAL");
    }
  }

  function listAllKeys(): (string | symbol)[] {
    let additional: readonly Slot[] = [];
    attempt(() => {
      additional = settleAll();
    });
    return listKeys(native, names, additional, isHidden);
  }

  function isHidden(slot: Slot): boolean {
    return slot.served === served.nothing || isWithheld(slot, session.lease);
  }

  function turnOff(): void {
    reportReads(names.slots, mode, log);
    names.empty();
  }

  return { read, settle, listKeys: listAllKeys, isHidden, handleText, fail: errors.fail };
}
