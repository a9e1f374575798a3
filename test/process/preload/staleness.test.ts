import { unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";
import type { LeaseOptions, TestSession } from "../../support/preload/testSession";
import { until } from "../../support/until";

const preload = buildPreload();
const promisedMs = 250;
// What a test machine with more runnable processes than cores may add to a single change; the typical one gets none.
const machineMs = 250;

// Each program notes when the value changed, and ends when it reads `made-up-end`.
const note = `
const seen = [];
let last;
function look() {
  const value = String(process.env.DB_PASSWORD);
  if (value !== last) { seen.push([value, Date.now()]); last = value; }
  return value === "made-up-end";
}
function end() { process.stdout.write(JSON.stringify(seen)); }
`;

const programs = [
  {
    what: "an event loop that reads every 10 ms",
    code: `${note} const t = setInterval(() => { if (look()) { clearInterval(t); end(); } }, 10);`,
  },
  {
    what: "a synchronous loop that only reads",
    isSynchronous: true,
    code: `${note} while (!look()); end();`,
  },
  {
    what: "a synchronous loop that works 3 ms between reads",
    isSynchronous: true,
    code: `${note} function work() { const e = Date.now() + 3; while (Date.now() < e); } while (!look()) work(); end();`,
  },
  {
    what: "a synchronous loop that works 40 ms between reads",
    isSynchronous: true,
    code: `${note} function work() { const e = Date.now() + 40; while (Date.now() < e); } while (!look()) work(); end();`,
  },
  {
    what: "a program whose timers were replaced after the first read",
    code: `${note} look(); const real = setTimeout, now = Date.now; global.setTimeout = () => { throw new Error("fake"); }; process.hrtime = () => [0, 0]; (function again() { Date.now = () => 0; const done = look(); Date.now = now; if (done) { for (const s of seen) s[1] = s[1] || 0; end(); } else real(again, 10); })();`,
    isClockFake: true,
  },
];

interface Step {
  readonly value: string;
  apply(session: TestSession): void;
}

const vault = (value: string, options: LeaseOptions = {}): Step => ({
  value,
  apply: (session) => session.write({ values: { DB_PASSWORD: value }, ...options }),
});

const steps: readonly Step[] = [
  vault("made-up-rotated"),
  vault("made-up-env", { header: { mode: "shadow" } }),
  vault("made-up-back"),
  vault("made-up-env", { header: { killed: true } }),
  vault("made-up-resumed"),
  { value: "made-up-env", apply: (session) => unlinkSync(session.leasePath) },
  vault("made-up-end"),
];

// A synchronous loop keeps a whole core busy, so it goes through fewer changes.
const shortSteps = [0, 3, 6].flatMap((index) => steps[index] ?? []);

describe.each(nodesUnderTest)("changes seen by a running process on Node $major", ({ path }) => {
  const session = useSession();

  it.skipIf(path === "").each(programs)(
    "within 250 ms of reads by $what",
    // A machine that is busy with other things may fail it once; a reader that looks too rarely fails each time.
    { retry: 2 },
    async ({ code, isClockFake, isSynchronous }) => {
      const current = session();
      current.write({ values: { DB_PASSWORD: "made-up-first" } });
      const running = runNode(path, ["-e", code], {
        env: current.env(preload, { DB_PASSWORD: "made-up-env" }),
      });
      await until(() => current.eventsOf("lease").length > 0, {
        what: "the first read",
      });
      await pause(60);
      const written: [string, number][] = [];
      for (const step of isSynchronous === true ? shortSteps : steps) {
        step.apply(current);
        written.push([step.value, Date.now()]);
        await pause(promisedMs + machineMs + 40);
      }
      const result = await running;
      expect(result).toMatchObject({ code: 0, stderr: "" });
      const seen = JSON.parse(result.stdout) as [string, number][];
      expect(seen.map(([value]) => value)).toEqual(["made-up-first", ...written.map(([value]) => value)]);
      if (isClockFake === true) return;
      const delays = written.map(([, at], index) => (seen[index + 1]?.[1] ?? Number.NaN) - at);
      expect(Math.max(...delays)).toBeLessThanOrEqual(promisedMs + machineMs);
      expect(delays.sort((a, b) => a - b)[delays.length >> 1]).toBeLessThanOrEqual(promisedMs);
    },
  );

  it.skipIf(path === "")("reports reads at the tick while the program runs on", async () => {
    const current = session();
    current.write({ values: { DB_PASSWORD: "made-up-first" } });
    const stop = join(current.root, "stop");
    const code = `process.env.DB_PASSWORD; const t = setInterval(() => { if (require("fs").existsSync(${JSON.stringify(stop)})) clearInterval(t); }, 20);`;
    const running = runNode(path, ["-e", code], { env: current.env(preload) });
    await until(() => current.eventsOf("reads").length === 1, { what: "the reads to be reported" });
    expect(current.eventsOf("end")).toEqual([]);
    writeFileSync(stop, "");
    expect(await running).toMatchObject({ code: 0 });
    expect(current.eventsOf("end")).toHaveLength(1);
  });

  it.skipIf(path === "")("do not keep a program alive", async () => {
    session().write({ values: { DB_PASSWORD: "made-up-first" } });
    // The program's own timer keeps nothing alive either; it fires only if ours, which is due later, did.
    const code =
      "process.env.DB_PASSWORD; setTimeout(() => process.stdout.write('kept alive'), 100).unref();";
    expect(await runNode(path, ["-e", code], { env: session().env(preload) })).toMatchObject({
      code: 0,
      stdout: "",
    });
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
