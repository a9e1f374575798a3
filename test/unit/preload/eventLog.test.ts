import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventFilePattern, parseProcessEvent } from "../../../src/contract/events";
import { createEventLog } from "../../../src/preload/eventLog";

const maxFileBytes = 8 * 1024 * 1024;

describe("createEventLog", () => {
  let directory = "";

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "secret-router-events-"));
    mkdirSync(join(directory, "events"));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function file(): string {
    const [name] = readdirSync(join(directory, "events"));
    expect(name).toMatch(eventFilePattern);
    return join(directory, "events", String(name));
  }

  it("creates no file before the first event, and starts it with who the process is", () => {
    const log = createEventLog(directory);
    log.flush();
    expect(readdirSync(join(directory, "events"))).toEqual([]);
    log.add({ t: "ask", name: "API_TOKEN" });
    log.flush();
    const events = readFileSync(file(), "utf8").trimEnd().split("\n").map(parseProcessEvent);
    expect(events.map((event) => event?.t)).toEqual(["start", "ask"]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it("stops before the file passes 8 MiB", () => {
    const log = createEventLog(directory);
    for (let flush = 0; flush < 20; flush++) {
      for (let line = 0; line < 1000; line++) log.add({ t: "ask", name: "A".repeat(900) });
      log.flush();
    }
    const { size } = statSync(file());
    expect(size).toBeLessThanOrEqual(maxFileBytes);
    expect(size).toBeGreaterThan(maxFileBytes - 1_000_000);
  });

  it("keeps no more than 1,024 lines between two flushes", () => {
    const log = createEventLog(directory);
    for (let line = 0; line < 5000; line++) log.add({ t: "ask", name: "API_TOKEN" });
    log.flush();
    expect(readFileSync(file(), "utf8").trimEnd().split("\n")).toHaveLength(1024);
  });

  it("loses what it cannot write and throws nothing", () => {
    rmSync(join(directory, "events"), { recursive: true });
    const log = createEventLog(directory);
    log.add({ t: "end" });
    expect(() => log.flush()).not.toThrow();
    mkdirSync(join(directory, "events"));
    log.add({ t: "ask", name: "API_TOKEN" });
    log.flush();
    // The empty first line ends what a full disk may have torn.
    expect(
      readFileSync(file(), "utf8")
        .split("\n")
        .filter((line) => line !== ""),
    ).toHaveLength(1);
  });
});
