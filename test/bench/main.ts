// `npm run bench`: measures what the project promises, with the target beside each figure.
//
//   npm run bench                          everything
//   npm run bench -- --only exec           one measurement: reads, startup, exec, stampede, rotation or kill
//   npm run bench -- --json                one JSON document, for machines
//   npm run bench -- --peers               compares exec with other launchers, which it installs from npm
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execStart } from "./execStart";
import { type Figure, isMissed } from "./figure";
import { killSwitch } from "./killSwitch";
import type { Measurement } from "./measurement";
import { preloadReads } from "./preloadReads";
import { preloadStart } from "./preloadStart";
import { figureLine } from "./printFigures";
import { rotation } from "./rotation";
import { stampede } from "./stampede";

const measurements: readonly Measurement[] = [
  preloadReads,
  preloadStart,
  execStart,
  stampede,
  rotation,
  killSwitch,
];

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
  },
});
const print = (text: string) => void (values.json || process.stdout.write(`${text}\n`));
const distribution = dirname(fileURLToPath(import.meta.url));
const results: { name: string; title: string; figures: readonly Figure[]; seconds: number }[] = [];

for (const { name, title, run } of chosen(values.only)) {
  print(`${title}  [${name}]`);
  const startedAt = performance.now();
  const figures = await run({ root: resolve(distribution, ".."), distribution, peers: values.peers });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  results.push({ name, title, figures, seconds });
  for (const figure of figures) print(figureLine(figure));
  print("");
}

const all = results.flatMap(({ figures }) => figures);
const missed = all.filter(isMissed);
const judged = all.filter(({ value, target }) => value !== null && target !== null);
print(`${judged.length - missed.length} of ${judged.length} targets met.`);
if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ ok: missed.length === 0, node: process.version, results }, null, 2)}\n`,
  );
}
process.exitCode = missed.length === 0 ? 0 : 1;

function chosen(names: readonly string[] | undefined): readonly Measurement[] {
  if (names === undefined) return measurements;
  return names.map((wanted) => {
    const found = measurements.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    const known = measurements.map(({ name }) => name).join(", ");
    throw new Error(`There is no measurement ${wanted}; there are ${known}.`);
  });
}
