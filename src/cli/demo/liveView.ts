import { table } from "../../core/text/table";
import type { Terminal } from "../../core/text/terminal";
import type { DemoFacts } from "./demoFacts";
import { type DemoName, demoSecrets } from "./demoSecrets";
import { formatDuration } from "./formatDuration";
import { canaryPercent } from "./promises";
import type { TallyFigures } from "./tally";

export interface DemoNote {
  /** Since the demo's start. */
  readonly atMs: number;
  readonly text: string;
}

const barCells = 18;
const shownNotes = 9;
const columns = 80;
// Columns that keep their place while the numbers in them grow.
const countWidth = 5;
const figureWidth = 6;

/** What is on the screen while the demo runs: at most 20 lines of 80 columns. */
export function liveView(
  facts: DemoFacts,
  notes: readonly DemoNote[],
  elapsedMs: number,
  terminal: Terminal,
): readonly string[] {
  return [
    terminal.bold(`Secret Router demo: an unchanged MCP server and ${facts.place}`),
    terminal.dim("A real MCP client calls it; made-up secrets; a throw-away home."),
    "",
    progressLine(facts, elapsedMs, terminal),
    "",
    ...secretTable(facts, terminal).split("\n"),
    "",
    ...sessionLines(facts, terminal),
    "",
    ...notes.slice(-shownNotes).map(({ atMs, text }) => noteLine({ atMs, text: shortened(text) }, terminal)),
  ];
}

export function noteLine({ atMs, text }: DemoNote, terminal: Terminal): string {
  return `${terminal.dim(clock(atMs))}  ${text}`;
}

/** One row for each secret, of the stretch that runs now. */
export function secretTable(facts: DemoFacts, terminal: Terminal): string {
  const tally = facts.current?.tally;
  const rows = demoSecrets.map(({ name }) => ({ name, figures: tally?.figures(name) ?? noFigures }));
  return table<{ name: DemoName; figures: TallyFigures }>(
    [
      { title: "secret", cell: ({ name }) => name },
      { title: "reads", cell: ({ figures }) => count(figures.reads), alignRight: true },
      { title: "vault", cell: ({ figures }) => count(figures.vault), alignRight: true },
      { title: "env", cell: ({ figures }) => count(figures.environment), alignRight: true },
      {
        title: "hits",
        cell: ({ figures }) => percent(figures.vaultPercent).padStart(figureWidth),
        alignRight: true,
      },
      { title: "p50", cell: ({ figures }) => cost(figures.p50Ns).padStart(figureWidth), alignRight: true },
      { title: "p95", cell: ({ figures }) => cost(figures.p95Ns).padStart(figureWidth), alignRight: true },
      {
        title: "err",
        cell: ({ figures }) => String(figures.errors + figures.neither),
        alignRight: true,
        paint: (text) => (text === "0" ? text : terminal.red(text)),
      },
      {
        title: "shadow",
        cell: ({ name }) => facts.comparisons.get(name) ?? "-",
        paint: (text) => (text === "match" ? terminal.green(text) : terminal.yellow(text)),
      },
    ],
    rows,
    { ...terminal, columns: undefined },
  );
}

export function percent(value: number | null): string {
  return value === null ? "-" : `${value.toFixed(1)}%`;
}

export function cost(nanoseconds: number | null): string {
  return nanoseconds === null ? "-" : formatDuration(nanoseconds);
}

const noFigures: TallyFigures = {
  reads: 0,
  vault: 0,
  environment: 0,
  neither: 0,
  errors: 0,
  vaultPercent: null,
  p50Ns: null,
  p95Ns: null,
};

function progressLine(facts: DemoFacts, elapsedMs: number, terminal: Terminal): string {
  const share = Math.min(1, elapsedMs / (facts.seconds * 1000));
  const done = Math.round(share * barCells);
  const bar = terminal.green("━".repeat(done)) + terminal.dim("━".repeat(barCells - done));
  const steps = (["shadow", "dual", "vault"] as const).map((mode) => {
    const label = mode === "dual" ? `dual ${canaryPercent} %` : mode;
    return facts.current?.mode === mode ? terminal.bold(terminal.green(label)) : terminal.dim(label);
  });
  const killed = facts.current?.killed === true ? `  ${terminal.red("killed")}` : "";
  return `${bar}  ${steps.join(terminal.dim(" › "))}${killed}  ${terminal.dim(`${clock(elapsedMs)} of ${clock(facts.seconds * 1000)}`)}`;
}

function sessionLines({ status, current }: DemoFacts, terminal: Terminal): readonly string[] {
  const share = current?.tally.figures().vaultPercent ?? null;
  const wanted = current === undefined ? "-" : `${current.killed ? 0 : current.canary}%`;
  const cache = status === undefined ? "-" : `${status.cache.hits} hits, ${status.cache.misses} fetches`;
  const errors = status === undefined ? "-" : String(status.errors.total);
  return [
    `${terminal.dim("hit rate")} ${percent(share)} ${terminal.dim("of a canary of")} ${wanted}   ` +
      `${terminal.dim("cache")} ${cache}   ${terminal.dim("errors")} ${errors}`,
  ];
}

function count(reads: number): string {
  return (reads < 100_000 ? String(reads) : `${Math.floor(reads / 1000)}k`).padStart(countWidth);
}

/** A line that wraps would push the frame apart. */
function shortened(text: string): string {
  const room = columns - "00:00  ".length;
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
