// `npm test`: runs Vitest, then says what was skipped and how to get it, and ends with `N passed, N failed, N skipped`.
// Vitest runs in a process of its own and keeps a journal, so that a runner that crashes or hangs is reported, too.
//
//   node test/run.mjs                       everything that this machine can run
//   node test/run.mjs --project unit        one project: check, unit, process or service
//   node test/run.mjs secretNames           files whose path holds the word; any other argument goes to Vitest
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const overallTimeoutMs = Number(process.env.SECRET_ROUTER_TEST_TIMEOUT_MS ?? 50 * 60_000);
// Vitest ends itself soon after its last test; what keeps it longer is a handle that a test left open.
const exitTimeoutMs = 60_000;
const userDirectories = [".config", ".local/share", ".local/state"].map((directory) =>
  join(homedir(), directory, "secret-router"),
);

const options = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "secret-router-run-"));
const journalPath = join(scratch, "journal.jsonl");
const untouched = userDirectories.filter((directory) => !existsSync(directory));

const child = spawn(process.execPath, [vitestEntry(), "run", ...vitestOptions(), ...options], {
  cwd: root,
  env: { ...hermeticEnvironment(), SECRET_ROUTER_TEST_JOURNAL: journalPath },
  stdio: ["ignore", "inherit", "inherit"],
  // A group of its own, so that the deadline ends the workers and their children with it.
  detached: process.platform !== "win32",
});
let expired = false;
const deadline = setTimeout(() => {
  expired = true;
  killAll("SIGKILL");
}, overallTimeoutMs);
const exitWatch = setInterval(() => {
  const summary = readJournal().find((entry) => entry.t === "summary");
  if (summary !== undefined && Date.now() - summary.at > exitTimeoutMs) killAll("SIGKILL");
}, 5_000);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => killAll(signal));

child.once("exit", (code, signal) => {
  clearTimeout(deadline);
  clearInterval(exitWatch);
  killAll("SIGKILL");
  const failed = report(readJournal(), code, signal);
  rmSync(scratch, { recursive: true, force: true });
  process.exitCode = failed ? 1 : 0;
});

function report(journal, code, signal) {
  const ended = journal.filter((entry) => entry.t === "end");
  const summary = journal.find((entry) => entry.t === "summary");
  const count = (state) => ended.filter((entry) => entry.state === state).length;
  const passed = summary?.passed ?? count("passed");
  const skipped = summary?.skipped ?? count("skipped");
  const failed = summary?.failed ?? count("failed");

  const troubles = [];
  if (expired) troubles.push(`The tests did not end within ${overallTimeoutMs / 1000} s.`);
  else if (summary === undefined) troubles.push(`The runner ended early (${signal ?? `exit code ${code}`}).`);
  else if (signal !== null) troubles.push(`The runner did not end after its last test (${signal}).`);
  else if (passed + failed === 0) troubles.push("No test ran.");
  else if (code !== 0 && failed === 0) troubles.push(`The runner failed (exit code ${code}).`);
  const touched = untouched.filter((directory) => existsSync(directory));
  for (const directory of touched) troubles.push(`A test wrote to the real home: ${directory}.`);
  if (summary === undefined) troubles.push(...stillRunning(journal).map((name) => `Still running: ${name}`));

  const gaps = [
    ...(summary?.missing ?? []).map(({ name, howToGet }) => `Skipped for want of ${name}. ${howToGet}`),
    ...(summary?.skips ?? []).map(({ where, tests, why }) => `Skipped ${tests} in ${where}: ${why}`),
  ];
  const strict = isSet(process.env.CI);
  if (strict && gaps.length > 0) troubles.push("With CI set, a skip is a failure; see the lines above.");

  for (const line of [...gaps, ...troubles]) print(line);
  const total = failed === 0 && troubles.length > 0 ? 1 : failed;
  print(`${passed} passed, ${total} failed, ${skipped} skipped`);
  return total > 0;
}

function stillRunning(journal) {
  const ended = new Set(journal.filter((entry) => entry.t === "end").map((entry) => entry.id));
  return journal.filter((entry) => entry.t === "start" && !ended.has(entry.id)).map((entry) => entry.name);
}

function readJournal() {
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
