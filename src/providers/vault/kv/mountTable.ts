import { RouterError } from "../../../core/routerError";
import { shapeError } from "../auth/tokenState";
import { untilAborted } from "../auth/untilAborted";
import { statusError } from "../statusError";
import { asObject, asText } from "../vaultJson";
import { apiPath, splitMount } from "../vaultPath";
import type { VaultSession } from "../vaultSession";
import { type KvMount, pathBelow } from "./kvMount";

/** Mounts change seldom, but the extension may run for weeks. */
const trustedForMs = 60_000;

/** The mounts seen so far. Mounts cannot lie inside one another, so the first that fits is the one. */
export class MountTable {
  readonly #session: VaultSession;
  readonly #known: { readonly mount: KvMount; readonly seenAt: number }[] = [];
  /** One question at a time per first segment: paths asked for together mostly share their mount. */
  readonly #asking = new Map<string, Promise<unknown>>();

  constructor(session: VaultSession) {
    this.#session = session;
  }

  /**
   * The mount of a path, or undefined where the server does not tell: older ones lack the question, and a policy may
   * forbid it.
   *
   * @throws RouterError
   */
  async find(segments: readonly string[], signal: AbortSignal): Promise<KvMount | undefined> {
    const [first = ""] = segments;
    for (;;) {
      const known = this.#known.find(({ mount }) => pathBelow(mount, segments) !== undefined);
      if (known !== undefined) return known.mount;
      const before = this.#asking.get(first);
      if (before === undefined) break;
      await untilAborted(before, signal);
    }
    const question = this.#ask(segments, signal);
    const settled = question.then(
      () => {},
      () => {},
    );
    this.#asking.set(first, settled);
    void settled.then(() => this.#asking.delete(first));
    return question;
  }

  remember(mount: KvMount): void {
    this.#known.push({ mount, seenAt: Date.now() });
  }

  /** After an answer of nothing there: somebody may have mounted another engine in the meantime. */
  doubt(mount: KvMount): void {
    const index = this.#known.findIndex((known) => known.mount === mount);
    const seenAt = this.#known[index]?.seenAt ?? Date.now();
    if (Date.now() - seenAt > trustedForMs) this.#known.splice(index, 1);
  }

  async #ask(segments: readonly string[], signal: AbortSignal): Promise<KvMount | undefined> {
    const path = `sys/internal/ui/mounts/${apiPath(...segments)}`;
    const answer = await this.#session.call({ method: "GET", path, signal, mayBeForbidden: true });
    if ([400, 403, 404, 405].includes(answer.status)) return undefined;
    if (answer.status !== 200) throw statusError(answer, this.#session.address, path);
    const data = asObject(answer.body?.["data"]);
    const mountPath = asText(data?.["path"]);
    const type = asText(data?.["type"]);
    if (mountPath === undefined || type === undefined) throw shapeError(this.#session.address, path);
    if (!["kv", "generic", "cubbyhole"].includes(type)) throw otherEngine(mountPath, type);
    const version = asText(asObject(data?.["options"])?.["version"]) === "2" ? 2 : 1;
    const mount: KvMount = { segments: splitMount(mountPath), version };
    if (pathBelow(mount, segments) === undefined) throw shapeError(this.#session.address, path);
    this.remember(mount);
    return mount;
  }
}

function otherEngine(mountPath: string, type: string): RouterError {
  return new RouterError(
    "REFERENCE_INVALID",
    `The mount ${mountPath} is a ${type} engine, and only KV engines are read.`,
    "Refer to a path below a KV mount, such as vault:secret/app#api_key.",
  );
}
