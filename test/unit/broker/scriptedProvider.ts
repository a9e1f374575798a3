import type { Health, Outcome, Provider } from "../../../src/core/provider";
import { type ProviderId, printReference, type Reference } from "../../../src/core/reference";
import { type ErrorCode, RouterError } from "../../../src/core/routerError";
import { SecretValue } from "../../../src/core/secretValue";

/** A provider whose answers a test sets, and which counts what it is asked. */
export class ScriptedProvider implements Provider {
  readonly id: ProviderId = "local";
  readonly values = new Map<string, { value: string; version?: string }>();
  readonly calls: string[][] = [];
  /** Of references that are refused while all others are answered. */
  readonly refusals = new Map<string, ErrorCode>();
  isDown = false;
  /** Set to keep calls waiting until `release` is called. */
  isHeld = false;
  isClosed = false;
  lastSignal: AbortSignal | undefined;
  #waiting: (() => void)[] = [];
  #onChange: (() => void) | undefined;

  async resolve(
    references: readonly Reference[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Outcome>> {
    this.lastSignal = signal;
    this.calls.push(references.map(printReference));
    if (this.isHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return new Map(references.map((reference) => [printReference(reference), this.#outcome(reference)]));
  }

  release(): void {
    this.isHeld = false;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  changed(): void {
    this.#onChange?.();
  }

  watch(onChange: () => void): () => void {
    this.#onChange = onChange;
    return () => {
      this.#onChange = undefined;
    };
  }

  get isWatched(): boolean {
    return this.#onChange !== undefined;
  }

  async health(): Promise<Health> {
    return { ok: true, summary: "Scripted.", warnings: [] };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #outcome(reference: Reference): Outcome {
    if (this.isDown) {
      return { status: "error", error: new RouterError("VAULT_UNREACHABLE", "It is down.", "Start it.") };
    }
    const refusal = this.refusals.get(reference.path);
    if (refusal !== undefined) {
      return { status: "error", error: new RouterError(refusal, "It is refused.", "Ask for it.") };
    }
    const found = this.values.get(reference.path);
    if (found === undefined) return { status: "missing", why: "It was never stored." };
    const version = found.version === undefined ? {} : { version: found.version };
    return { status: "found", value: new SecretValue(found.value), ...version };
  }
}

export function localReference(path: string): Reference {
  return { provider: "local", path };
}
