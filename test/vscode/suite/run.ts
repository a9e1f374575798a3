import { appendFileSync } from "node:fs";
import type MochaClass from "mocha";
import type { SuiteLine } from "../rig/suiteResult";

const resultsPath = process.env["SECRET_ROUTER_TEST_RESULTS"] ?? "";
const testTimeoutMs = 30_000;

/** The editor calls this inside the extension host; the rig follows the file of results. */
export async function runSuite(loadTests: () => void): Promise<void> {
  try {
    const { default: Mocha } = (await import(process.env["SECRET_ROUTER_TEST_MOCHA"] ?? "mocha")) as {
      default: typeof MochaClass;
    };
    const mocha = new Mocha({ ui: "bdd", timeout: testTimeoutMs, reporter: Mocha.reporters.Base });
    mocha.suite.emit("pre-require", globalThis, null, mocha);
    loadTests();
    write({ t: "end", failures: await runMocha(mocha) });
  } catch (error) {
    write({ t: "crash", detail: detailOf(error) });
    throw error;
  }
}

function runMocha(mocha: MochaClass): Promise<number> {
  return new Promise((resolve) => {
    const listeners = process.listeners("uncaughtException");
    const rejections = process.listeners("unhandledRejection");
    const runner = mocha.run(resolve);
    // The process is the editor's: what other extensions leave unhandled fails no test of ours.
    for (const listener of process.listeners("uncaughtException"))
      if (!listeners.includes(listener)) process.off("uncaughtException", listener);
    for (const listener of process.listeners("unhandledRejection"))
      if (!rejections.includes(listener)) process.off("unhandledRejection", listener);
    runner.on("pass", (test) => write({ t: "test", title: test.fullTitle(), state: "passed" }));
    runner.on("pending", (test) => write({ t: "test", title: test.fullTitle(), state: "skipped" }));
    runner.on("fail", (test, error) =>
      write({ t: "test", title: test.fullTitle(), state: "failed", detail: detailOf(error) }),
    );
  });
}

function write(line: SuiteLine): void {
  appendFileSync(resultsPath, `${JSON.stringify(line)}\n`);
}

function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const difference =
    actual === undefined && expected === undefined
      ? ""
      : `\nexpected ${JSON.stringify(expected)}\nbut was  ${JSON.stringify(actual)}`;
  return `${error.stack ?? error.message}${difference}`;
}
