// `npm run bench`: measures what the project promises, with the target beside each figure.
//
//   npm run bench                          everything
//   npm run bench -- exec tree             some of it: reads, startup, exec, stampede, rotation, kill, tree,
//                                          activation, launch and view
//   npm run bench -- --json                one JSON document, for machines
//   npm run bench -- --peers               compares exec with other launchers, which it installs from npm
import { availableParallelism, loadavg } from "node:os";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { editorMeasurements } from "./editorMeasurements";
import { execStart } from "./execStart";
import { type Figure, failed, isMissed } from "./figure";
import { killSwitch } from "./killSwitch";
import type { Measurement } from "./measurement";
import { preloadReads } from "./preloadReads";
import { preloadStart } from "./preloadStart";
import { figureLine } from "./printFigures";
import { rotation } from "./rotation";
import { stampede } from "./stampede";
import { treeRefresh } from "./treeRefresh";

const measurements: readonly Measurement[] = [
  preloadReads,
  preloadStart,
  execStart,
  stampede,
  rotation,
  killSwitch,
  treeRefresh,
  ...editorMeasurements,
];

const { values, positionals } = optionsOf(process.argv.slice(2));
const wanted = chosen(positionals);
const print = (text: string) => void (values.json || process.stdout.write(`${text}\n`));
const distribution = dirname(fileURLToPath(import.meta.url));
const results: { name: string; title: string; figures: readonly Figure[]; seconds: number }[] = [];

const wasBusy = isBusy();
if (wasBusy) {
  print(
    `This machine is busy (load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores): times mean little.\n`,
  );
}
for (const measurement of wanted) {
  const { name, title } = measurement;
  print(`${title}  [${name}]`);
  const startedAt = performance.now();
  const figures = await figuresOf(measurement);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  results.push({ name, title, figures, seconds });
  for (const figure of figures) print(figureLine(figure));
  print("");
}

const all = results.flatMap(({ figures }) => figures);
const missed = all.filter(isMissed);
const judged = all.filter(({ target }) => target !== null);
print(`${judged.length - missed.length} of ${judged.length} targets met.`);
if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ ok: missed.length === 0, node: process.version, busy: wasBusy, results }, null, 2)}\n`,
  );
}
process.exitCode = missed.length === 0 ? 0 : 1;

/** One that fails must not keep the others from being measured. */
async function figuresOf({ run }: Measurement): Promise<readonly Figure[]> {
  try {
    return await run({ root: resolve(distribution, ".."), distribution, peers: values.peers });
  } catch (error) {
    return [failed(error instanceof Error ? error.message : String(error))];
  }
}

/** Medians of ratios bear some company, not a machine on which everything waits for a core. */
function isBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism() / 2;
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean", default: false }, peers: { type: "boolean", default: false } },
    });
  } catch (error) {
    return refuse(
      `${error instanceof Error ? error.message : String(error)}\nThe options are --json and --peers.`,
    );
  }
}

function chosen(names: readonly string[]): readonly Measurement[] {
  if (names.length === 0) return measurements;
  return names.map((name) => {
    const found = measurements.find((measurement) => measurement.name === name);
    if (found !== undefined) return found;
    const known = measurements.map((measurement) => measurement.name).join(", ");
    return refuse(`There is no measurement ${name}; there are ${known}.`);
  });
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
