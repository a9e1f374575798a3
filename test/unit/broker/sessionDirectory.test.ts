import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeStaleSessions } from "../../../src/broker/removeStaleSessions";
import { createSessionDirectory } from "../../../src/broker/sessionDirectory";
import { sessionPlaces } from "../../../src/broker/sessionPlaces";
import { readSessionRecords, recordPath } from "../../../src/broker/sessionRegistry";
import { parseHandle } from "../../../src/contract/handle";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { type Directories, directoriesOf } from "../../../src/platform/directories";

let home: string;
let directories: Directories;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "secret-router-session-"));
  directories = directoriesOf({ SECRET_ROUTER_HOME: home });
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function create(options = {}) {
  const session = createSessionDirectory({ directories, environment: {}, command: "server.js", ...options });
  session.register();
  return session;
}
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("a session directory", () => {
  it("is its owner's alone, registered, and found through its handle", () => {
    const session = create();
    expect(session.directory).toBe(join(home, "run", session.id));
    expect([
      modeOf(join(home, "run")),
      modeOf(session.directory),
      modeOf(join(session.directory, "events")),
    ]).toEqual([0o700, 0o700, 0o700]);
    expect(readSessionRecords(directories)).toEqual([
      expect.objectContaining({
        id: session.id,
        directory: session.directory,
        pid: process.pid,
        command: "server.js",
      }),
    ]);
    expect(parseHandle(session.handle(defaultNameRules))).toEqual({
      directory: session.directory,
      keyHex: session.key().toString("hex"),
      brokerPid: process.pid,
      rules: defaultNameRules,
      inherited: "",
    });
    expect(session.key()).toHaveLength(32);
  });

  it("refuses more rules than one variable can carry, of which programs would not tell", () => {
    const session = create();
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `NAME_${10_000 + index}_TOKEN`);
    const rules = { ...defaultNameRules, names: names(2_000) };
    expect(parseHandle(session.handle(rules))?.rules).toEqual(rules);
    expect(() => session.handle({ ...rules, names: names(3_500) })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID" }),
    );
  });

  it("differs from every other in id and key", () => {
    const sessions = Array.from({ length: 50 }, () => create());
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(50);
    expect(new Set(sessions.map((session) => session.key().toString("hex"))).size).toBe(50);
  });

  it("keeps the key out of its record and of what an inspector shows", () => {
    const session = create();
    const keyHex = session.key().toString("hex");
    expect(readFileSync(recordPath(directories, session.id), "utf8")).not.toContain(keyHex);
    expect(inspect(session, { depth: 10, showHidden: true })).not.toContain(keyHex);
  });

  it("keeps the key in a file of the owner's where the handle must not hold it", () => {
    const session = create({ keyPlace: "file" });
    const path = join(session.directory, "key");
    expect(parseHandle(session.handle(defaultNameRules))?.keyHex).toBeNull();
    expect(readFileSync(path, "utf8")).toBe(session.key().toString("hex"));
    expect(modeOf(path)).toBe(0o600);
  });

  it("is gone with its record after removal, which may be repeated", () => {
    const session = create();
    session.remove();
    session.remove();
    expect(readdirSync(join(home, "run"))).toEqual([]);
    expect(readSessionRecords(directories)).toEqual([]);
  });

  it("is private whatever the umask", () => {
    const before = process.umask(0);
    try {
      const session = create({ keyPlace: "file" });
      for (const path of [session.directory, join(home, "run"), join(home, "state")])
        expect(modeOf(path)).toBe(0o700);
      for (const path of [join(session.directory, "key"), recordPath(directories, session.id)])
        expect(modeOf(path)).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });
});

describe.skipIf(process.platform === "win32")("a place", () => {
  it("that others can enter is refused with the reason", () => {
    mkdirSync(join(home, "run"), { mode: 0o755 });
    chmodSync(join(home, "run"), 0o755);
    expect(() => create()).toThrow(/No safe place.*can be entered by other users/);
  });

  it("that somebody made a link is refused", () => {
    mkdirSync(join(home, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(home, "elsewhere"), join(home, "run"));
    expect(() => create()).toThrow(/is a symbolic link/);
    expect(readdirSync(join(home, "elsewhere"))).toEqual([]);
  });

  it("in memory comes before the temporary folder, and only when it is the user's alone", () => {
    const runtime = join(home, "runtime");
    mkdirSync(runtime, { mode: 0o700 });
    const places = () => sessionPlaces({ ...directories, run: undefined }, { XDG_RUNTIME_DIR: runtime });
    expect(places()[0]).toBe(join(runtime, "secret-router"));
    chmodSync(runtime, 0o711);
    expect(places()).not.toContain(join(runtime, "secret-router"));
    expect(places().at(-1)).toBe(join(tmpdir(), `secret-router-${process.getuid?.()}`));
  });

  it("that is squatted is passed over for the next", () => {
    const runtime = join(home, "runtime");
    mkdirSync(join(runtime, "secret-router"), { recursive: true, mode: 0o700 });
    chmodSync(runtime, 0o700);
    chmodSync(join(runtime, "secret-router"), 0o777);
    const environment = { XDG_RUNTIME_DIR: runtime };
    const session = createSessionDirectory({
      directories: { ...directories, run: undefined },
      environment,
      command: "server.js",
    });
    try {
      expect(session.directory.startsWith(runtime)).toBe(false);
    } finally {
      session.remove();
    }
  });
});

describe("cleaning up", () => {
  const hoursAgo = (path: string, hours: number) => {
    const at = Date.now() / 1000 - hours * 3600;
    utimesSync(path, at, at);
  };

  function rewriteRecord(id: string, change: object): void {
    const path = recordPath(directories, id);
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...change }), {
      mode: 0o600,
    });
  }

  it("spares live sessions, this process's own among them", () => {
    const session = create();
    hoursAgo(session.directory, 100);
    hoursAgo(recordPath(directories, session.id), 100);
    expect(removeStaleSessions(directories, {})).toEqual([]);
    expect(existsSync(session.directory)).toBe(true);
  });

  it.skipIf(process.platform !== "linux")("takes a process id that was given away anew for dead", () => {
    const session = create();
    rewriteRecord(session.id, { start: "1" });
    expect(removeStaleSessions(directories, {})).toEqual([session.id]);
    expect(existsSync(session.directory)).toBe(false);
    expect(readSessionRecords(directories)).toEqual([]);
  });

  it("removes a broker of another container only after hours of silence", () => {
    const session = create();
    rewriteRecord(session.id, { pid: 99_999_999, space: "another boot" });
    expect(removeStaleSessions(directories, {})).toEqual([]);
    hoursAgo(recordPath(directories, session.id), 1.9);
    expect(removeStaleSessions(directories, {})).toEqual([]);
    hoursAgo(recordPath(directories, session.id), 2.1);
    expect(removeStaleSessions(directories, {})).toEqual([session.id]);
  });

  it("removes a directory without a record only when it is old", () => {
    const session = create();
    rmSync(recordPath(directories, session.id));
    expect(removeStaleSessions(directories, {})).toEqual([]);
    hoursAgo(session.directory, 3);
    expect(removeStaleSessions(directories, {})).toEqual([session.id]);
  });

  it("never follows a record to a folder that is no session's", () => {
    const session = create();
    const precious = join(home, "precious");
    mkdirSync(precious, { mode: 0o700 });
    rewriteRecord(session.id, { pid: 99_999_999, directory: precious });
    removeStaleSessions(directories, {});
    expect(existsSync(precious)).toBe(true);
    expect(readSessionRecords(directories)).toEqual([]);
  });

  it("lives with garbage in the registry", () => {
    const session = create();
    const registry = join(directories.state, "sessions");
    writeFileSync(join(registry, `${"0".repeat(32)}.json`), "{", { mode: 0o600 });
    writeFileSync(join(registry, "notes.txt"), "", { mode: 0o600 });
    expect(removeStaleSessions(directories, {})).toEqual([]);
    expect(readSessionRecords(directories).map(({ id }) => id)).toEqual([session.id]);
  });
});
