import type { Comparison } from "../../contract/events";
import type { RouterError } from "../../core/routerError";
import { printable } from "../../core/text/printable";
import { table } from "../../core/text/table";
import type { Paint, Terminal } from "../../core/text/terminal";
import type { Resolution } from "./resolveNames";

/** A row for each name, and below them each kind of failure once: a vault that is down fails every name in the same way. */
export function resolutionTable(
  resolutions: readonly Resolution[],
  canaryPercent: number,
  terminal: Terminal,
): string {
  const rows = table(
    [
      { title: "NAME", cell: ({ name }) => name },
      { title: "REFERENCE", cell: ({ reference }) => reference, below: true },
      { title: "SOURCE", cell: ({ source }) => (source === "canary" ? `vault ${canaryPercent} %` : source) },
      { title: "VERSION", cell: ({ version }) => version ?? "-" },
      {
        title: "MATCH",
        cell: ({ comparison, error }) => (error === undefined ? inWords[comparison] : error.code),
        paint: (cell, { comparison }) => paintOf(comparison, terminal)(cell),
      },
    ],
    resolutions,
    terminal,
  );
  return [rows, ...explanations(resolutions)].join("\n");
}

const inWords: Readonly<Record<Comparison, string>> = {
  match: "match",
  mismatch: "mismatch",
  missing_in_vault: "missing in vault",
  missing_in_environment: "missing in env",
  error: "error",
};

function paintOf(comparison: Comparison, terminal: Terminal): Paint {
  if (comparison === "match") return terminal.green;
  return comparison === "missing_in_environment" ? terminal.dim : terminal.yellow;
}

function explanations(resolutions: readonly Resolution[]): readonly string[] {
  const errors = new Map<string, RouterError>();
  for (const { error } of resolutions) if (error !== undefined) errors.set(error.message, error);
  return [...errors.values()].flatMap(({ code, message, nextStep }) => [
    "",
    printable(`${message} [${code}]`),
    printable(`  ${nextStep}`),
  ]);
}
