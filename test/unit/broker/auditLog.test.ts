import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAuditLog } from "../../../src/broker/openAuditLog";
import { tailAudit } from "../../../src/broker/tailAudit";
import { verifyAudit } from "../../../src/broker/verifyAudit";
import { type Directories, directoriesOf } from "../../../src/platform/directories";

let home: string;
let directories: Directories;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "secret-router-audit-"));
  directories = directoriesOf({ SECRET_ROUTER_HOME: home });
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = (name = "audit.jsonl") => join(directories.state, name);
const linesOf = (name?: string) => readFileSync(file(name), "utf8").trimEnd().split("\n");
const writeLines = (lines: readonly string[], name?: string) =>
  writeFileSync(file(name), lines.map((line) => `${line}\n`).join(""));

/** One flush for each name, as from as many moments. */
async function record(names: readonly string[], maxFileBytes?: number): Promise<void> {
  const log = openAuditLog(directories, maxFileBytes === undefined ? {} : { maxFileBytes });
  for (const name of names) {
    log.record({ action: "serve", name, source: "vault", count: 1 });
    await log.flush();
  }
  await log.close();
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `NAME_${index}`);

describe("an untouched log", () => {
  it("does not exist before the first entry, and is sound", async () => {
    openAuditLog(directories);
    expect(existsSync(directories.state)).toBe(false);
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lines: 0, broken: null });
  });

  it("is proved from the first line to the last and readable by its owner only", async () => {
    await record(numbered(5));
    expect(await verifyAudit(directories)).toEqual({
      ok: true,
      lines: 5,
      firstSeq: 1,
      lastSeq: 5,
      broken: null,
      notes: [],
    });
    for (const name of ["audit.jsonl", "audit.head"]) expect(statSync(file(name)).mode & 0o777).toBe(0o600);
  });

  it("gives its newest entries, the oldest of them first", async () => {
    await record(numbered(5));
    expect(tailAudit(directories, 2)).toEqual([
      expect.objectContaining({ seq: 4, action: "serve", name: "NAME_3" }),
      expect.objectContaining({ seq: 5, name: "NAME_4", at: expect.stringMatching(/^\d{4}-.*Z$/) }),
    ]);
  });

  it("keeps one line to an entry whatever the texts hold, and cuts long ones", async () => {
    const log = openAuditLog(directories);
    log.record({ action: "serve", name: 'A"}\n{"seq":9', program: "p".repeat(513) });
    await log.close();
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lines: 1 });
    const [entry] = tailAudit(directories, 1);
    expect(entry?.["name"]).toBe('A"}\n{"seq":9');
    expect(entry?.["program"]).toHaveLength(512);
  });

  it("is continued by another log in the same folder", async () => {
    await record(["A"]);
    await record(["B"]);
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lines: 2, lastSeq: 2 });
  });

  it("loses no entry that is recorded while another is being flushed", async () => {
    const log = openAuditLog(directories);
    const flushes = numbered(20).map((name) => {
      log.record({ action: "set", name });
      return log.flush();
    });
    await Promise.all(flushes);
    expect(tailAudit(directories, 100).map(({ name }) => name)).toEqual(numbered(20));
  });
});

describe("a changed log names its first broken line", () => {
  beforeEach(() => record(numbered(6)));

  async function expectBroken(line: number, why: RegExp, name = "audit.jsonl") {
    const { ok, broken } = await verifyAudit(directories);
    expect(ok).toBe(false);
    expect(broken).toEqual({ file: name, line, why: expect.stringMatching(why) });
  }

  it.each([0, 30, 60, 120])("when a bit at byte %i of line 3 is flipped", async (offset) => {
    const lines = linesOf();
    const content = readFileSync(file());
    const start = Buffer.byteLength(`${lines.slice(0, 2).join("\n")}\n`);
    content[start + offset] = (content[start + offset] ?? 0) ^ 1;
    writeFileSync(file(), content);
    await expectBroken(3, /./);
  });

  it("when any one byte of a line is changed", async () => {
    const lines = linesOf();
    const line = Buffer.from(lines[5] ?? "");
    for (let offset = 0; offset < line.length; offset++) {
      const flipped = Buffer.from(line);
      flipped[offset] = (flipped[offset] ?? 0) ^ 4;
      writeFileSync(
        file(),
        Buffer.concat([Buffer.from(`${lines.slice(0, 5).join("\n")}\n`), flipped, Buffer.from("\n")]),
      );
      expect((await verifyAudit(directories)).ok, `byte ${offset}`).toBe(false);
    }
  });

  it("when a value is edited", async () => {
    writeLines(linesOf().map((line) => line.replace("NAME_2", "NAME_X")));
    await expectBroken(3, /changed/);
  });

  it("when a line is removed from the middle", async () => {
    writeLines(linesOf().filter((_, index) => index !== 3));
    await expectBroken(4, /lines 4 to 4 are missing/);
  });

  it("when the first line is removed", async () => {
    writeLines(linesOf().slice(1));
    await expectBroken(1, /lines 1 to 1 are missing/);
  });

  it("when a line is repeated", async () => {
    const lines = linesOf();
    writeLines([...lines.slice(0, 3), lines[2] ?? "", ...lines.slice(3)]);
    await expectBroken(4, /repeated or reordered/);
  });

  it("when two lines are exchanged", async () => {
    const [a, b, c, ...rest] = linesOf() as [string, string, string];
    writeLines([a, c, b, ...rest]);
    await expectBroken(2, /missing before line 3/);
  });

  it("when a blank line is put in", async () => {
    writeLines(["", ...linesOf()]);
    await expectBroken(1, /not one of the log's/);
  });

  it("when lines are cut off the end", async () => {
    writeLines(linesOf().slice(0, 4));
    await expectBroken(5, /lines 5 to 6 were cut off the end/);
  });

  it("when all lines are cut off", async () => {
    truncateSync(file(), 0);
    await expectBroken(1, /lines 1 to 6 were cut off the end/);
  });

  it("when the file is removed", async () => {
    rmSync(file());
    await expectBroken(1, /cut off/);
  });

  it("when the head is removed", async () => {
    rmSync(file("audit.head"));
    await expectBroken(1, /missing/, "audit.head");
  });

  it("when a whole other chain of the same length replaces it", async () => {
    const other = directoriesOf({ SECRET_ROUTER_HOME: join(home, "other") });
    const log = openAuditLog(other);
    for (const name of numbered(6)) log.record({ action: "serve", name: `${name}_X` });
    await log.close();
    writeFileSync(file(), readFileSync(join(other.state, "audit.jsonl")));
    await expectBroken(6, /replaced/);
  });

  it("still after further entries were appended", async () => {
    writeLines(linesOf().slice(0, 4));
    await record(["AFTERWARDS"]);
    await expectBroken(5, /lines 5 to 6 are missing/);
    expect(tailAudit(directories, 2)[0]).toMatchObject({ seq: 7, action: "audit_recovered" });
  });
});

describe("a writer that died", () => {
  beforeEach(() => record(numbered(3)));

  it("between the line and the head is no tampering, and the next writer goes on", async () => {
    const head = readFileSync(file("audit.head"));
    await record(["UNNOTED"]);
    writeFileSync(file("audit.head"), head);
    const verdict = await verifyAudit(directories);
    expect(verdict).toMatchObject({ ok: true, lines: 4 });
    expect(verdict.notes).toEqual([expect.stringMatching(/^1 lines follow the head/)]);
    await record(["NEXT"]);
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lines: 5, notes: [] });
  });

  it("in the middle of a line is no tampering, and the next writer removes what it left and says so", async () => {
    appendFileSync(file(), '{"seq":4,"prev":"ab');
    expect(await verifyAudit(directories)).toMatchObject({
      ok: true,
      lines: 3,
      notes: [expect.stringMatching(/unfinished/)],
    });
    await record(["NEXT"]);
    const verdict = await verifyAudit(directories);
    expect(verdict).toMatchObject({ ok: true, lines: 5 });
    expect(verdict.notes).toEqual([expect.stringMatching(/19 bytes of an unfinished line/)]);
  });

  it("before its first head leaves a log that is reported until then, and noted ever after", async () => {
    rmSync(file("audit.head"));
    await record(["NEXT"]);
    const verdict = await verifyAudit(directories);
    expect(verdict).toMatchObject({ ok: true, lines: 5 });
    expect(verdict.notes).toEqual([expect.stringMatching(/Line 4: the head of the log was missing/)]);
  });

  it("and left its lock does not keep the next one out", async () => {
    writeFileSync(file("audit.lock"), "999999");
    await record(["NEXT"]);
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lines: 4 });
  });
});

describe("rotation", () => {
  it("keeps five files and one chain", async () => {
    await record(numbered(60), 1_500);
    const names = ["audit.4.jsonl", "audit.3.jsonl", "audit.2.jsonl", "audit.1.jsonl", "audit.jsonl"];
    for (const name of names) expect(statSync(file(name)).size).toBeLessThanOrEqual(1_500);
    expect(existsSync(file("audit.5.jsonl"))).toBe(false);
    const verdict = await verifyAudit(directories);
    expect(verdict).toMatchObject({ ok: true, lastSeq: 60 });
    expect(verdict.firstSeq).toBeGreaterThan(1);
    expect(tailAudit(directories, 1_000)).toHaveLength(verdict.lines);
  });

  it("notices when the oldest file that is kept is removed", async () => {
    await record(numbered(60), 1_500);
    rmSync(file("audit.4.jsonl"));
    const { broken } = await verifyAudit(directories);
    expect(broken).toMatchObject({
      file: "audit.3.jsonl",
      line: 1,
      why: expect.stringMatching(/are missing/),
    });
  });

  it("notices when a file in the middle is removed", async () => {
    await record(numbered(60), 1_500);
    rmSync(file("audit.2.jsonl"));
    expect((await verifyAudit(directories)).broken).toMatchObject({ file: "audit.1.jsonl", line: 1 });
  });

  it("survives a crash after each of its steps", async () => {
    await record(numbered(60), 1_500);
    // As if it had died before the first rename: the head already knows that the oldest file goes.
    const head = JSON.parse(readFileSync(file("audit.head"), "utf8"));
    const second = JSON.parse(linesOf("audit.3.jsonl")[0] ?? "");
    writeFileSync(
      file("audit.head"),
      JSON.stringify({ ...head, first: { seq: second.seq, prev: second.prev } }),
    );
    expect(await verifyAudit(directories)).toMatchObject({ ok: true });
    rmSync(file("audit.4.jsonl"));
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, firstSeq: second.seq });
    // And as if only the newest file had been renamed.
    rmSync(file("audit.3.jsonl"));
    const third = JSON.parse(linesOf("audit.2.jsonl")[0] ?? "");
    writeFileSync(
      file("audit.head"),
      JSON.stringify({ ...head, first: { seq: third.seq, prev: third.prev } }),
    );
    writeFileSync(file("audit.3.jsonl"), readFileSync(file("audit.2.jsonl")), { mode: 0o600 });
    writeFileSync(file("audit.2.jsonl"), readFileSync(file("audit.1.jsonl")));
    writeFileSync(file("audit.1.jsonl"), readFileSync(file()));
    rmSync(file());
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lastSeq: 60 });
    await record(["NEXT"], 1_500);
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lastSeq: 61, notes: [] });
  });
});

describe("a log that cannot be written", () => {
  it("keeps its entries, says why, and writes them once it can", async () => {
    await record(["BEFORE"]);
    const log = openAuditLog(directories);
    const content = readFileSync(file());
    rmSync(file());
    writeFileSync(join(home, "elsewhere"), "");
    const { symlinkSync } = await import("node:fs");
    symlinkSync(join(home, "elsewhere"), file());
    log.record({ action: "set", name: "KEPT" });
    await log.flush();
    expect(log.problem?.code).toBe("UNSAFE_PERMISSIONS");
    expect(readFileSync(join(home, "elsewhere"), "utf8")).toBe("");
    rmSync(file());
    writeFileSync(file(), content, { mode: 0o600 });
    await log.close();
    expect(log.problem).toBeUndefined();
    expect(await verifyAudit(directories)).toMatchObject({ ok: true, lines: 2, notes: [] });
  });
});
