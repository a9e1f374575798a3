import * as vscode from "vscode";
import type { Log } from "../log";
import type { RouterWindow } from "./routerWindow";
import { sayNotStarted } from "./sayNotStarted";

/** The part of the extension that does the work, loaded after activation and never without trust. */
export class LazyWindow implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  #starting: Promise<RouterWindow | undefined> | undefined;
  #isDisposed = false;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#context = context;
    this.#log = log;
  }

  startSoon(): void {
    setImmediate(() => void this.get());
  }

  /** Undefined without trust, after the end, and when the start failed, which the user has been told. */
  get(): Promise<RouterWindow | undefined> {
    if (!vscode.workspace.isTrusted || this.#isDisposed) return Promise.resolve(undefined);
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Ends the sessions of this window; the editor gives a few seconds for it. */
  async close(): Promise<void> {
    this.#isDisposed = true;
    await (await this.#starting)?.close();
  }

  dispose(): void {
    void this.close();
  }

  async #start(): Promise<RouterWindow | undefined> {
    try {
      const { startRouterWindow } = await import("./startRouterWindow");
      return await startRouterWindow(this.#context, this.#log);
    } catch (error) {
      this.#log.error("Secret Router could not start.", error);
      void sayNotStarted(this.#log);
      return undefined;
    }
  }
}
