import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventTail } from "../../../src/broker/eventTail";
import { maxEventLineBytes } from "../../../src/contract/events";

const ask = (name: string) => JSON.stringify({ t: "ask", at: 1, name });

describe("EventTail", () => {
  let folder: string;
  let path: string;
  let tail: EventTail;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "secret-router-tail-"));
    path = join(folder, "1-1.jsonl");
    tail = new EventTail(path);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const names = () => tail.read().map((event) => (event.t === "ask" ? event.name : event.t));

  it("gives each line once", () => {
    appendFileSync(path, `${ask("A")}\n${ask("B")}\n`);
    expect(names()).toEqual(["A", "B"]);
    expect(names()).toEqual([]);
    appendFileSync(path, `${ask("C")}\n`);
    expect(names()).toEqual(["C"]);
  });

  it("waits for the rest of a line, wherever it was cut", () => {
    const line = Buffer.from(`${ask("PÄSS_TOKEN")}\n`);
    for (let cut = 0; cut < line.length; cut++) {
      writeFileSync(path, line.subarray(0, cut));
      tail = new EventTail(path);
      expect(names()).toEqual([]);
      appendFileSync(path, line.subarray(cut));
      expect(names()).toEqual(["PÄSS_TOKEN"]);
    }
  });

  it("drops what is no event and goes on", () => {
    const garbage = [
      "",
      "{",
      "null",
      "[]",
      '"x"',
      '{"t":"ask","at":1}',
      '{"t":"other","at":1}',
      "\0\0\0",
      "\x80",
    ];
    appendFileSync(path, `${garbage.join("\n")}\n${ask("A")}\n`);
    expect(names()).toEqual(["A"]);
  });

  it("takes the longest line that is allowed and drops a longer one", () => {
    const padded = (bytes: number) => ask("A").padEnd(bytes, " ");
    appendFileSync(path, `${padded(maxEventLineBytes)}\n`);
    expect(names()).toEqual(["A"]);
    appendFileSync(path, `${padded(maxEventLineBytes + 1)}\n${ask("B")}\n`);
    expect(names()).toEqual(["B"]);
  });

  it("drops a long line that comes in pieces, and only that", () => {
    for (let piece = 0; piece < 5; piece++) {
      appendFileSync(path, "x".repeat(maxEventLineBytes));
      expect(names()).toEqual([]);
    }
    appendFileSync(path, `${ask("NOT_ALONE")}\n${ask("B")}\n`);
    expect(names()).toEqual(["B"]);
  });

  it("begins again with a file that was replaced by a shorter one", () => {
    appendFileSync(path, `${ask("A")}\n${ask("B")}\n`);
    names();
    writeFileSync(path, `${ask("C")}\n`);
    expect(names()).toEqual(["C"]);
  });

  it.skipIf(process.platform === "win32")("refuses a link and a pipe without waiting for either", () => {
    writeFileSync(join(folder, "target"), `${ask("A")}\n`);
    symlinkSync(join(folder, "target"), path);
    expect(names()).toEqual([]);
    rmSync(path);
    execFileSync("mkfifo", [path]);
    expect(names()).toEqual([]);
  });

  it("gives nothing for a file that is not there", () => {
    expect(names()).toEqual([]);
  });
});
