import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeStaleSessions } from "../../../src/broker/removeStaleSessions";
import type { Session } from "../../../src/broker/sessionDirectory";
import { readSessionRecords, registerSession, sessionIdPattern } from "../../../src/broker/sessionRegistry";
import {
  claimTerminalSession,
  isTerminalSessionWhole,
  terminalDirectory,
  terminalHandle,
} from "../../../src/broker/terminalSession";
import {
  areTerminalsStopped,
  markTerminalsStopped,
  terminalStopMark,
} from "../../../src/broker/terminalStop";
import { parseHandle, sessionIdOf } from "../../../src/contract/handle";
import { parseRulesFile } from "../../../src/contract/rulesFile";
import { defaultNameRules } from "../../../src/contract/secretNames";
import { type Directories, directoriesOf } from "../../../src/platform/directories";
import { ownIdentity } from "../../../src/platform/processIdentity";

const rules = { rules: { ...defaultNameRules, names: ["ODD_NAME"] }, routesAgents: false };

let home: string;
let directories: Directories;
let directory: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "secret-router-terminal-"));
  directories = directoriesOf({ SECRET_ROUTER_HOME: home });
  directory = terminalDirectory(directories, {}, { workspace: "", folder: "/made/up" });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function claim(): Promise<Session> {
  const session = await claimTerminalSession({ directories, directory, command: "Terminals", rules });
  if (session === undefined) throw new Error("Somebody else has it.");
  return session;
}

function registerOther(pid: number, start: string | null = null): void {
  const { space } = ownIdentity();
  const id = sessionIdOf(directory);
  registerSession(directories, { id, directory, startedAt: 1, command: "Terminals", pid, start, space });
}

describe("the session of a folder's terminals", () => {
  it("lies in the same place for the same folder only, and is a session like any other", () => {
    expect(terminalDirectory(directories, {}, { workspace: "", folder: "/made/up" })).toBe(directory);
    for (const other of [
      { workspace: "", folder: "/made/up/" },
      { workspace: "/made", folder: "/up" },
      { workspace: "file:///made/up.code-workspace", folder: "/made/up" },
    ])
      expect(terminalDirectory(directories, {}, other)).not.toBe(directory);
    expect(sessionIdOf(directory)).toMatch(sessionIdPattern);
    expect(parseHandle(terminalHandle(directory))).toMatchObject({ directory, keyHex: null, rules: null });
  });

  it("is its owner's alone, with key and rules in files of his own", async () => {
    const session = await claim();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of ["key", "rules"]) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(directory, "key"), "utf8")).toBe(session.key().toString("hex"));
    expect(parseRulesFile(readFileSync(join(directory, "rules"), "utf8"))).toEqual(rules);
    expect(session.handle(defaultNameRules)).toBe(terminalHandle(directory));
    expect(isTerminalSessionWhole(session)).toBe(true);
    session.remove();
    expect([existsSync(directory), isTerminalSessionWhole(session)]).toEqual([false, false]);
    expect(readSessionRecords(directories)).toEqual([]);
  });

  it("is left to another process that runs, and taken from one that does not", async () => {
    registerOther(process.ppid);
    expect(
      await claimTerminalSession({ directories, directory, command: "Terminals", rules }),
    ).toBeUndefined();
    expect(existsSync(directory)).toBe(false);
    registerOther(process.pid, "the start of an earlier process with this id");
    expect((await claim()).directory).toBe(directory);
  });

  it("says so when a program could not read its rules", async () => {
    const names = Array.from({ length: 4_000 }, (_, index) => `MADE_UP_NAME_${index}`);
    const tooMany = { ...rules, rules: { ...defaultNameRules, names } };
    await expect(
      claimTerminalSession({ directories, directory, command: "Terminals", rules: tooMany }),
    ).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    expect([existsSync(directory), readSessionRecords(directories)]).toEqual([false, []]);
  });

  it("is not removed by an owner who has lost it, or has taken it once more", async () => {
    const first = await claim();
    const second = await claim();
    expect(second.lastGeneration).toBeGreaterThan(first.lastGeneration ?? 0);
    expect(second.key().equals(first.key())).toBe(false);
    first.remove();
    expect(isTerminalSessionWhole(second)).toBe(true);
    registerOther(process.ppid);
    second.remove();
    expect(existsSync(directory)).toBe(true);
  });

  it("stays ended in every window until somebody wants it again", async () => {
    await claim();
    expect(areTerminalsStopped(directories, directory, undefined)).toBe(false);
    markTerminalsStopped(directories, directory);
    expect(areTerminalsStopped(directories, directory, undefined)).toBe(true);
    // The clock was ahead when it was ended, and has been set right before it is wanted again.
    const mark = join(directories.state, "terminals-stopped", sessionIdOf(directory));
    const ahead = Date.now() / 1000 + 3_600;
    utimesSync(mark, ahead, ahead);
    const known = terminalStopMark(directories, directory);
    expect(areTerminalsStopped(directories, directory, known)).toBe(false);
    markTerminalsStopped(directories, directory);
    expect(areTerminalsStopped(directories, directory, known)).toBe(true);
    await claim();
    expect(areTerminalsStopped(directories, directory, undefined)).toBe(false);
  });

  it("is removed with what crashes leave behind", async () => {
    await claim();
    registerOther(process.pid, "the start of an earlier process with this id");
    expect(removeStaleSessions(directories, {})).toEqual([sessionIdOf(directory)]);
    expect(existsSync(directory)).toBe(false);
  });

  it.each([
    ["others may enter it", () => mkdirSync(directory) ?? chmodSync(directory, 0o711)],
    ["it is a symbolic link", () => symlinkSync(home, directory)],
  ])("is refused where %s, and nothing is registered", async (_what, spoil) => {
    spoil();
    await expect(claim()).rejects.toMatchObject({ code: "UNSAFE_PERMISSIONS" });
    expect(readSessionRecords(directories)).toEqual([]);
  });
});
