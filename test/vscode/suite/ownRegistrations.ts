import * as vscode from "vscode";

type Register = (...given: unknown[]) => unknown;

/**
 * What has been registered with the editor since the start and not been disposed of: commands, providers, views, watchers,
 * listeners. So are the emitters whose events this bundle's code has handed out.
 */
export class OwnRegistrations {
  readonly #open = new Map<object, string>();
  readonly #restores: (() => void)[] = [];

  start(): void {
    const { commands, debug, languages, lm, tasks, window, workspace } = vscode;
    for (const namespace of [commands, debug, languages, lm, tasks, window, workspace]) {
      for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(namespace)))
        if (/^(register|create|on)[A-Z]/.test(name)) this.#watch(namespace, name, property);
    }
    this.#watchEmitters();
  }

  /** By the function that made each. */
  get names(): readonly string[] {
    return [...this.#open.values()].toSorted();
  }

  stop(): void {
    for (const restore of this.#restores) restore();
  }

  #watch(namespace: object, name: string, property: PropertyDescriptor): void {
    const original: unknown = property.value ?? property.get?.call(namespace);
    if (typeof original !== "function") return;
    const watched: Register = (...given) => this.#note(name, (original as Register).apply(namespace, given));
    Object.defineProperty(namespace, name, { value: watched, configurable: true, enumerable: true });
    this.#restores.push(() => Object.defineProperty(namespace, name, property));
  }

  /** The editor's own code uses the same class. */
  #watchEmitters(): void {
    const { prototype } = vscode.EventEmitter;
    const property = Object.getOwnPropertyDescriptor(prototype, "event");
    const original = property?.get;
    if (property === undefined || original === undefined)
      throw new Error("An emitter has its event otherwise.");
    const note = (emitter: object): void => {
      // After this function and the property that calls it.
      const [, , , asker = ""] = (new Error("asked by").stack ?? "").split("\n");
      const isOurs = asker.includes("suite.cjs");
      if (isOurs && !this.#open.has(emitter)) this.#note("EventEmitter", emitter);
    };
    Object.defineProperty(prototype, "event", {
      ...property,
      get(this: object) {
        note(this);
        return original.call(this);
      },
    });
    this.#restores.push(() => Object.defineProperty(prototype, "event", property));
  }

  #note(name: string, made: unknown): unknown {
    if (typeof made !== "object" || made === null || !("dispose" in made)) return made;
    this.#open.set(made, name);
    const dispose = (made as vscode.Disposable).dispose;
    Object.defineProperty(made, "dispose", {
      configurable: true,
      value: () => {
        this.#open.delete(made);
        return dispose.call(made);
      },
    });
    return made;
  }
}
