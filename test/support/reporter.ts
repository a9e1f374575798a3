import { appendFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite, Vitest } from "vitest/node";
import { allCapabilities } from "./capabilities";
import { isOfEditor } from "./isOfEditor";
import { smallDisk } from "./smallDisk";

declare module "vitest" {
  interface TaskMeta {
    /** What the pages of a failed test showed, for where its pictures are not at hand. */
    shown?: readonly string[];
  }
}

type Failing = TestCase | TestSuite | TestModule;

/**
 * One line per test file, failures with their detail, and a journal for `test/run.mjs`, which prints the last lines:
 * only a process outside Vitest can report a Vitest that crashed or hangs.
 */
export default class JournalReporter implements Reporter {
  #vitest: Vitest | undefined;
  #startedAt = 0;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    this.#startedAt = Date.now();
  }

  onTestModuleStart(module: TestModule): void {
    record({ t: "start", id: module.id, name: pathOf(module) });
  }

  onTestCaseReady(test: TestCase): void {
    record({ t: "start", id: test.id, name: `${pathOf(test.module)} > ${test.fullName}` });
  }

  onTestCaseResult(test: TestCase): void {
    record({ t: "end", id: test.id, state: test.result().state });
  }

  onTestModuleEnd(module: TestModule): void {
    record({ t: "end", id: module.id });
    const tests = [...module.children.allTests()];
    const failing = failuresOf(module);
    const skipped = tests.filter((test) => test.result().state === "skipped").length;
    const facts = [countOf(tests.length), skipped > 0 ? `${skipped} skipped` : "", secondsOf(module)];
    const verdict = failing.length > 0 ? "FAIL" : skipped === tests.length ? "skip" : "ok  ";
    this.#log(`${verdict} ${pathOf(module)} (${facts.filter((fact) => fact !== "").join(", ")})`);
    for (const one of failing) this.#printFailure(one);
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    if (unhandledErrors.length > 0) this.#vitest?.logger.printUnhandledErrors(unhandledErrors);
    for (const one of modules.flatMap(failuresOf)) this.#log(`Failed: ${nameOf(one)}`);
    this.#log(`${Math.round((Date.now() - this.#startedAt) / 1000)} s`);
    record({
      t: "summary",
      at: Date.now(),
      files: modules.map(fileOf),
      unhandled: unhandledErrors.length,
      isCut: reason === "interrupted",
      // A partial run need not tell what it would not have used.
      missing: isPartial(modules)
        ? []
        : [...allCapabilities(), smallDisk].filter(({ path }) => path === undefined),
    });
  }

  #printFailure(failing: Failing): void {
    this.#log(`\n  FAILED ${nameOf(failing)}`);
    const project = failing.type === "module" ? failing.project : failing.module.project;
    for (const error of errorsOf(failing)) this.#vitest?.logger.printError(error, { project });
    const shown = failing.type === "test" ? (failing.meta().shown ?? []) : [];
    for (const page of shown) this.#log(`A page showed:\n${page.replaceAll(/^/gm, "    ")}\n`);
  }

  #log(line: string): void {
    this.#vitest?.logger.log(line);
  }
}

function fileOf(module: TestModule) {
  const tests = [...module.children.allTests()];
  const count = (state: string) => tests.filter((test) => test.result().state === state).length;
  return {
    path: pathOf(module),
    passed: count("passed"),
    failed: failuresOf(module).length,
    skipped: count("skipped"),
    skips: skipsOf(module),
    isRepeatable: isRepeatable(module),
  };
}

/**
 * Whether all that failed is that an editor was not moved by its person: now and then it takes no click or key for a
 * while. Whoever saw something wrong has failed.
 */
function isRepeatable(module: TestModule): boolean {
  return failuresOf(module).every((one) => {
    const errors = errorsOf(one);
    const isPerson = one.type === "test" && one.meta().shown !== undefined;
    return isPerson && errors.length > 0 && errors.every(isOfEditor);
  });
}

/** A hook or file that fails counts as one failure: the tests it kept from running have none of their own. */
function failuresOf(module: TestModule): readonly Failing[] {
  const all: Failing[] = [module, ...module.children.allSuites(), ...module.children.allTests()];
  return all.filter((one) => errorsOf(one).length > 0 || (one.type === "test" && isFailed(one)));
}

function isFailed(test: TestCase): boolean {
  const { state } = test.result();
  // A test that never began, for its worker died, is no success.
  return state === "failed" || state === "pending";
}

function errorsOf(failing: Failing): readonly unknown[] {
  return failing.type === "test" ? (failing.result().errors ?? []) : failing.errors();
}

interface Skip {
  readonly where: string;
  readonly tests: string;
  readonly why: string;
}

/** One line for each reason in a file; a test skipped without one is named by its block. */
function skipsOf(module: TestModule): readonly Skip[] {
  const counts = new Map<string, number>();
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state !== "skipped") continue;
    const { parent } = test;
    const why = result.note ?? (parent.type === "suite" ? parent.fullName : test.name);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  return [...counts].map(([why, count]) => ({
    where: pathOf(module),
    tests: countOf(count),
    why,
  }));
}

function isPartial(modules: readonly TestModule[]): boolean {
  const projects = new Set(modules.map((module) => module.project.name));
  return !["process", "service"].every((project) => projects.has(project));
}

function nameOf(failing: Failing): string {
  return failing.type === "module" ? pathOf(failing) : `${pathOf(failing.module)} > ${failing.fullName}`;
}

function pathOf(module: TestModule): string {
  return relative(process.cwd(), module.moduleId);
}

function countOf(tests: number): string {
  return tests === 1 ? "1 test" : `${tests} tests`;
}

function secondsOf(module: TestModule): string {
  return `${(module.diagnostic().duration / 1000).toFixed(1)} s`;
}

function record(entry: Readonly<Record<string, unknown>>): void {
  const path = process.env["SECRET_ROUTER_TEST_JOURNAL"];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(entry)}\n`);
}
