import { printable } from "../../core/text/printable";
import type { Terminal } from "../../core/text/terminal";
import { wrap } from "../../core/text/wrap";
import type { Finding } from "./finding";

/** Findings below each other, each with what to do about it. */
export function findingsText(findings: readonly Finding[], terminal: Terminal): string {
  const width = Math.max(...findings.map(({ level }) => level.length));
  const columns = Math.max(40, Math.min(terminal.columns ?? 100, 100));
  const indent = " ".repeat(width + 2);
  const paints = { ok: terminal.green, warning: terminal.yellow, problem: terminal.red };
  return findings
    .flatMap((finding) => {
      const { level, area, message } = finding;
      const [first = "", ...rest] = printable(`${area}: ${message}`)
        .split("\n")
        .flatMap((line) => wrap(line, columns - indent.length).split("\n"));
      const head = paints[level](level) + " ".repeat(width - level.length + 2) + first;
      const below = rest.map((line) => indent + line);
      const step =
        "nextStep" in finding ? wrap(printable(finding.nextStep), columns, indent).split("\n") : [];
      return [head, ...below, ...step];
    })
    .join("\n");
}
