// `npm test`: runs Vitest, then says what was skipped and how to get it, and ends with `N passed, N failed, N skipped`.
// Vitest runs in a process of its own and keeps a journal, so that a runner that crashes or hangs is reported, too.
// A file in which an editor was not moved by its person, and nothing else failed, runs a second time.
//
//   node test/run.mjs                       everything that this machine can run
//   node test/run.mjs --project unit        one project: check, unit, process, service or vscode
//   node test/run.mjs secretNames           files whose path holds the word; any other argument goes to Vitest
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const overallTimeoutMs = Number(process.env.SECRET_ROUTER_TEST_TIMEOUT_MS ?? 75 * 60_000);
// Vitest ends itself soon after its last test; what keeps it longer is a handle that a test left open.
const exitTimeoutMs = 60_000;
// One accident in a whole run is known, two are borne; where more went wrong, it was none.
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
if (again.length > 0) print(`Run again, each in an editor of its own: ${again.join(", ")}`);
const second = again.length > 0 ? await runVitest("second", again) : undefined;
clearTimeout(deadline);
process.exitCode = report(first, second) ? 1 : 0;
rmSync(scratch, { recursive: true, force: true });

/**
 * Runs Vitest on what the arguments choose.
 * @param only the files to run of those; empty for all.
 */
async function runVitest(name, only = []) {
  const journalPath = join(scratch, `${name}.jsonl`);
  const environment = { ...hermeticEnvironment(), SECRET_ROUTER_TEST_JOURNAL: journalPath };
  if (only.length > 0) environment.SECRET_ROUTER_TEST_ONLY = only.join(delimiter);
  child = spawn(process.execPath, [vitestEntry(), "run", ...vitestOptions(), ...options], {
    cwd: root,
    env: environment,
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

/** None where a second run could not make the whole pass. */
function filesToRepeat(run) {
  if (interrupted || expired || troublesOf(run).length > 0 || unhandledOf(run) > 0) return [];
  const failed = filesOf(run).filter((file) => file.failed > 0);
  const isAccident = failed.length <= mostRepeated && failed.every((file) => file.isRepeatable);
  return isAccident ? failed.map(({ path }) => path) : [];
}

function report(first, second) {
  const files = latestFiles(first, second);
  const { passed, failed, skipped } = first.summary === undefined ? countsOf(first) : totalsOf(files);
  const unhandled = unhandledOf(first) + unhandledOf(second);
  const gaps = gapsOf(first, files);
  const troubles = [first, second].filter((run) => run !== undefined).flatMap(troublesOf);
  const touched = untouched.filter((directory) => existsSync(directory));
  for (const directory of touched) troubles.push(`A test wrote to the real home: ${directory}.`);
  const strict = isSet(process.env.CI);
  if (strict && gaps.length > 0) troubles.push("With CI set, a skip is a failure; see the lines above.");
  const healed = files.filter((file) => file.isSecond && file.failed === 0);

  for (const line of [...gaps, ...troubles]) print(line);
  for (const { path } of healed) print(`Passed only when run again: ${path}`);
  const total = failed + unhandled === 0 && troubles.length > 0 ? 1 : failed + unhandled;
  print(`${passed} passed, ${total} failed, ${skipped} skipped`);
  return total > 0;
}

function gapsOf({ summary }, files) {
  const skips = files.flatMap((file) => file.skips);
  return [
    ...(summary?.missing ?? []).map(({ name, howToGet }) => `Skipped for want of ${name}. ${howToGet}`),
    ...skips.map(({ where, tests, why }) => `Skipped ${tests} in ${where}: ${why}`),
  ];
}

function troublesOf(run) {
  const { code, signal, journal, summary } = run;
  if (summary === undefined) {
    const why = expired
      ? `The tests did not end within ${overallTimeoutMs / 1000} s.`
      : `The runner ended early (${signal ?? `exit code ${code}`}).`;
    return [why, ...stillRunning(journal).map((name) => `Still running: ${name}`)];
  }
  if (signal !== null) return [`The runner did not end after its last test (${signal}).`];
  if (summary.isCut) return ["The runner left tests out after a failure."];
  const { passed, failed } = totalsOf(summary.files);
  if (passed + failed + summary.unhandled === 0) return ["No test ran."];
  return code !== 0 && failed + summary.unhandled === 0 ? [`The runner failed (exit code ${code}).`] : [];
}

/** Of a file that ran twice the second run counts, unless it ran fewer tests: what is skipped then is not mended. */
function latestFiles(first, second) {
  const ran = ({ passed, failed }) => passed + failed;
  const later = new Map(filesOf(second).map((file) => [file.path, { ...file, isSecond: true }]));
  return filesOf(first).map((file) => {
    const repeated = later.get(file.path);
    return repeated !== undefined && ran(repeated) >= ran(file) ? repeated : file;
  });
}

function filesOf(run) {
  return run?.summary?.files ?? [];
}

function unhandledOf(run) {
  return run?.summary?.unhandled ?? 0;
}

function totalsOf(files) {
  const total = (state) => files.reduce((sum, file) => sum + file[state], 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
}

/** Of a runner that ended early, which has told of single tests only. */
function countsOf({ journal }) {
  const ended = journal.filter((entry) => entry.t === "end");
  const count = (state) => ended.filter((entry) => entry.state === state).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
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
  const foreign = /^(VAULT_|BAO_|SECRET_ROUTER(?!_TEST_)|SECRET_ROUTER_TEST_ONLY|VSCODE_SECRET_ROUTER_)/;
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
