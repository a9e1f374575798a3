import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProcessEvent, parseProcessEvent } from "../../../src/contract/events";
import { printHandle } from "../../../src/contract/handle";
import type { LeaseBody, LeaseEntry, LeaseHeader } from "../../../src/contract/lease";
import { defaultNameRules, type NameRules } from "../../../src/contract/secretNames";
import { handleVariable } from "../../../src/contract/variables";
import { sealLease, withFingerprint } from "./sealLease";

export interface LeaseOptions {
  readonly values?: Readonly<Record<string, string>>;
  readonly entries?: readonly LeaseEntry[];
  readonly header?: Partial<LeaseHeader>;
  readonly body?: Partial<LeaseBody>;
}

/** A session directory whose broker is this test: it writes leases and reads what processes report. */
export class TestSession {
  readonly root = mkdtempSync(join(tmpdir(), "secret-router-session-"));
  readonly id = `t${randomBytes(6).toString("hex")}`;
  readonly directory = join(this.root, this.id);
  readonly key = randomBytes(32);
  readonly fingerprintKey = randomBytes(32).toString("hex");
  #generation = 0;

  constructor() {
    mkdirSync(join(this.directory, "events"), { recursive: true, mode: 0o700 });
  }

  get leasePath(): string {
    return join(this.directory, "lease");
  }

  handle(options: { rules?: NameRules; brokerPid?: number; withKey?: boolean } = {}): string {
    const { rules = defaultNameRules, brokerPid = process.pid, withKey = true } = options;
    const keyHex = withKey ? this.key.toString("hex") : null;
    return printHandle({ directory: this.directory, keyHex, brokerPid, rules, inherited: "" });
  }

  /** What a routed process gets: a small environment of its own, the handle, and the preloader in NODE_OPTIONS. */
  env(preload: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      PATH: process.env["PATH"] ?? "",
      HOME: this.root,
      NODE_OPTIONS: `--require "${preload}"`,
      [handleVariable]: this.handle(),
      ...extra,
    };
  }

  seal(options: LeaseOptions = {}): Buffer {
    return this.sealWith(this.key, options);
  }

  sealWith(key: Buffer, options: LeaseOptions = {}): Buffer {
    const mode = options.header?.mode ?? "vault";
    const entries: LeaseEntry[] = Object.entries(options.values ?? {}).map(([name, value]) => {
      const entry: LeaseEntry = { name, status: "ready", value, version: "1" };
      return mode === "shadow" ? withFingerprint(entry, this.fingerprintKey) : entry;
    });
    this.#generation++;
    return sealLease(
      {
        header: {
          v: 1,
          session: this.id,
          generation: this.#generation,
          mode,
          canary: 0,
          unit: "process",
          broker: process.pid,
          expires: Date.now() + 3_600_000,
          killed: false,
          ...options.header,
        },
        body: {
          entries: [...entries, ...(options.entries ?? [])],
          fingerprintKey: this.fingerprintKey,
          onMissing: "env",
          onError: "env",
          askWaitMs: 300,
          errorThreshold: 10,
          strict: false,
          ...options.body,
        },
      },
      key,
    );
  }

  write(options: LeaseOptions = {}): void {
    this.writeBytes(this.seal(options));
  }

  writeBytes(bytes: Buffer): void {
    const temporary = join(this.directory, ".lease.tmp");
    writeFileSync(temporary, bytes, { mode: 0o600 });
    renameSync(temporary, this.leasePath);
  }

  /** Writes a program next to the session and gives its path. */
  program(name: string, code: string): string {
    const path = join(this.root, name);
    writeFileSync(path, code);
    return path;
  }

  events(): ProcessEvent[] {
    const folder = join(this.directory, "events");
    if (!existsSync(folder)) return [];
    return readdirSync(folder).flatMap((name) =>
      readFileSync(join(folder, name), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const event = parseProcessEvent(line);
          if (event === undefined) throw new Error(`Not an event: ${line}`);
          return event;
        }),
    );
  }

  eventsOf<Type extends ProcessEvent["t"]>(type: Type): Extract<ProcessEvent, { t: Type }>[] {
    return this.events().filter((event): event is Extract<ProcessEvent, { t: Type }> => event.t === type);
  }

  errorCodes(): string[] {
    return this.eventsOf("error").map((event) => event.code);
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
