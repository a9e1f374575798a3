import { table } from "../../core/text/table";
import type { Terminal } from "../../core/text/terminal";
import type { DemoFacts, Stretch } from "./demoFacts";
import { cost, percent } from "./liveView";
import { canaryPercent, type DemoPromise } from "./promises";

/** The end of the demo: what each mode served, and each promise with what was measured. */
export function summary(facts: DemoFacts, promises: readonly DemoPromise[], terminal: Terminal): string {
  const width = Math.max(...promises.map(({ text }) => text.length));
  const lines = promises.map(({ held, text, figure }) => {
    const mark = held ? terminal.green("✓") : terminal.red("✗");
    const shown = held ? terminal.dim(figure) : terminal.red(figure);
    return `${mark} ${text.padEnd(width)}  ${shown}`;
  });
  return [
    terminal.bold(`Secret Router demo: an unchanged MCP server and ${facts.place}`),
    "",
    stretchTable(facts, terminal),
    ...cacheLines(facts, terminal),
    "",
    ...lines,
    "",
    verdict(promises, terminal),
  ].join("\n");
}

export function modeLabel({ mode, killed }: Pick<Stretch, "mode" | "killed">): string {
  if (killed) return "killed";
  return mode === "dual" ? `dual ${canaryPercent} %` : mode;
}

function stretchTable({ stretches }: DemoFacts, terminal: Terminal): string {
  const order = ["shadow", "dual", "vault"];
  const rows = [...stretches]
    .sort(
      (first, second) =>
        Number(first.killed) - Number(second.killed) ||
        order.indexOf(first.mode) - order.indexOf(second.mode),
    )
    .map((stretch) => ({ label: modeLabel(stretch), figures: stretch.tally.figures() }));
  return table(
    [
      { title: "mode", cell: ({ label }) => label },
      { title: "reads", cell: ({ figures }) => String(figures.reads), alignRight: true },
      { title: "from vault", cell: ({ figures }) => String(figures.vault), alignRight: true },
      { title: "from env", cell: ({ figures }) => String(figures.environment), alignRight: true },
      { title: "hit rate", cell: ({ figures }) => percent(figures.vaultPercent), alignRight: true },
      { title: "read p50", cell: ({ figures }) => cost(figures.p50Ns), alignRight: true },
      { title: "read p95", cell: ({ figures }) => cost(figures.p95Ns), alignRight: true },
    ],
    rows,
    terminal,
  );
}

function cacheLines({ status }: DemoFacts, terminal: Terminal): readonly string[] {
  if (status === undefined) return [];
  const { hits, misses } = status.cache;
  return [terminal.dim(`The cache answered ${hits} reads with ${misses} fetches from the vault.`)];
}

function verdict(promises: readonly DemoPromise[], terminal: Terminal): string {
  const broken = promises.filter(({ held }) => !held).length;
  if (broken === 0) return terminal.bold(terminal.green(`All ${promises.length} promises held.`));
  return terminal.bold(terminal.red(`${broken} of ${promises.length} promises broke.`));
}
