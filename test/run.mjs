// `npm test`: runs Vitest, then says what was skipped and how to get it, and ends with `N passed, N failed, N skipped`.
// Vitest runs in a process of its own and keeps a journal, so that a runner that crashes or hangs is reported, too.
//
//   node test/run.mjs                       everything that this machine can run
//   node test/run.mjs --project unit        one project: check, unit, process or service
//   node test/run.mjs secretNames           files whose path holds the word; any other argument goes to Vitest
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const overallTimeoutMs = Number(process.env.SECRET_ROUTER_TEST_TIMEOUT_MS ?? 50 * 60_000);
// Vitest ends itself soon after its last test; what keeps it longer is a handle that a test left open.
const exitTimeoutMs = 60_000;
const mostRepeated = 2;
const userDirectories = [".config", ".local/share", ".local/state"].map((directory) =>
  join(homedir(), directory, "secret-router"),
);

const options = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "secret-router-run-"));
const untouched = userDirectories.filter((directory) => !existsSync(directory));

let child;
let expired = false;
let interrupted = false;
const deadline = setTimeout(() => {
  expired = true;
  killAll("SIGKILL");
}, overallTimeoutMs);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interrupted = true;
    killAll(signal);
  });
}

const first = await runVitest("first");
const again = filesToRepeat(first);
if (again.length > 0) print(`Run again in an editor of its own: ${again.join(", ")}`);
const second = again.length > 0 ? await runVitest("second", again) : undefined;
clearTimeout(deadline);
process.exitCode = report(first, again, second) ? 1 : 0;
rmSync(scratch, { recursive: true, force: true });

/**
 * Runs Vitest on what the arguments choose.
 * @param only of these the files that run.
 */
async function runVitest(name, only = []) {
  const journalPath = join(scratch, `${name}.jsonl`);
  const narrowed = only.length > 0 ? { SECRET_ROUTER_TEST_ONLY: only.join(delimiter) } : {};
  child = spawn(process.execPath, [vitestEntry(), "run", ...vitestOptions(), ...options], {
    cwd: root,
    env: { ...hermeticEnvironment(), ...narrowed, SECRET_ROUTER_TEST_JOURNAL: journalPath },
    stdio: ["ignore", "inherit", "inherit"],
    // A group of its own, so that the deadline ends the workers and their children with it.
    detached: process.platform !== "win32",
  });
  const exitWatch = setInterval(() => {
    const summary = readJournal(journalPath).find((entry) => entry.t === "summary");
    if (summary !== undefined && Date.now() - summary.at > exitTimeoutMs) killAll("SIGKILL");
  }, 5_000);
  const [code, signal] = await once(child, "exit");
  clearInterval(exitWatch);
  killAll("SIGKILL");
  const journal = readJournal(journalPath);
  return { code, signal, journal, summary: journal.find((entry) => entry.t === "summary") };
}

/** A run in which many went wrong is no accident. */
function filesToRepeat({ summary }) {
  const files = summary?.repeatable ?? [];
  return interrupted || expired || files.length > mostRepeated ? [] : files;
}

function report(first, again, second) {
  const { passed, failed, skipped } = countsOf(first, again, second);
  const troubles = [first, ...(second === undefined ? [] : [second])].flatMap(troublesOf);
  if (expired) troubles.push(`The tests did not end within ${overallTimeoutMs / 1000} s.`);
  const touched = untouched.filter((directory) => existsSync(directory));
  for (const directory of touched) troubles.push(`A test wrote to the real home: ${directory}.`);

  const skips = latestFiles(first, again, second).flatMap((file) => file.skips);
  const gaps = [
    ...(first.summary?.missing ?? []).map(({ name, howToGet }) => `Skipped for want of ${name}. ${howToGet}`),
    ...skips.map(({ where, tests, why }) => `Skipped ${tests} in ${where}: ${why}`),
  ];
  const strict = isSet(process.env.CI);
  if (strict && gaps.length > 0) troubles.push("With CI set, a skip is a failure; see the lines above.");
  const healed = filesOf(second).filter((file) => file.failed === 0);

  for (const line of [...gaps, ...troubles]) print(line);
  for (const { path } of healed) print(`Passed only when run again: ${path}`);
  const total = failed === 0 && troubles.length > 0 ? 1 : failed;
  print(`${passed} passed, ${total} failed, ${skipped} skipped`);
  return total > 0;
}

/** A runner that ended early has told of single tests only. */
function countsOf(first, again, second) {
  const ended = first.journal.filter((entry) => entry.t === "end");
  const states = (state) => ended.filter((entry) => entry.state === state).length;
  const files = latestFiles(first, again, second);
  const sum = (state) =>
    first.summary === undefined ? states(state) : files.reduce((total, file) => total + file[state], 0);
  const unhandled = (first.summary?.unhandled ?? 0) + (second?.summary?.unhandled ?? 0);
  return { passed: sum("passed"), failed: sum("failed") + unhandled, skipped: sum("skipped") };
}

function troublesOf({ code, signal, journal, summary }) {
  if (summary === undefined) {
    const running = stillRunning(journal).map((name) => `Still running: ${name}`);
    return expired ? running : [`The runner ended early (${signal ?? `exit code ${code}`}).`, ...running];
  }
  if (signal !== null) return expired ? [] : [`The runner did not end after its last test (${signal}).`];
  const sum = (state) => summary.files.reduce((total, file) => total + file[state], 0);
  const failed = sum("failed") + summary.unhandled;
  if (sum("passed") + failed === 0) return ["No test ran."];
  return code !== 0 && failed === 0 ? [`The runner failed (exit code ${code}).`] : [];
}

/** Of a file that ran twice, the second run counts. */
function latestFiles(first, again, second) {
  if (second?.summary === undefined) return filesOf(first);
  return [...filesOf(first).filter(({ path }) => !again.includes(path)), ...filesOf(second)];
}

function filesOf(run) {
  return run?.summary?.files ?? [];
}

function stillRunning(journal) {
  const ended = new Set(journal.filter((entry) => entry.t === "end").map((entry) => entry.id));
  return journal.filter((entry) => entry.t === "start" && !ended.has(entry.id)).map((entry) => entry.name);
}

function readJournal(journalPath) {
  if (!existsSync(journalPath)) return [];
  return readFileSync(journalPath, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        // The last line of a runner that was killed may be cut.
        return [];
      }
    });
}

/** The developer's own vault and sessions stay out of the tests. */
function hermeticEnvironment() {
  const foreign = /^(VAULT_|BAO_|SECRET_ROUTER(?!_TEST_)|VSCODE_SECRET_ROUTER_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function vitestOptions() {
  return [`--reporter=${join(root, "test", "support", "reporter.ts")}`, "--allowOnly=false"];
}

function vitestEntry() {
  const manifest = createRequire(import.meta.url).resolve("vitest/package.json");
  return join(dirname(manifest), "vitest.mjs");
}

function killAll(signal) {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // They have ended already.
  }
}

function isSet(value) {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
