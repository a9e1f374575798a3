import { type CommandSpec, flagsOf, usageOf } from "../../src/cli/commandSpec";

/** `docs/cli.md`, made from the same specs as the help. Write it anew with `npx vitest run --project check -u`. */
export function commandReference(specs: readonly CommandSpec[]): string {
  return [
    "# Commands",
    "This page is made from the commands' own help; `secret-router COMMAND --help` says the same.",
    'Results go to standard output, errors to standard error: one line with a code, and the next step below it.\nWith `--json` a command prints one JSON document, and an error as `{"error":{"code","message","nextStep"}}` on standard error.\nExit codes: 0 done, 1 failed or something was found, 2 typed wrongly. `exec` has the exit code of its command.\n`NO_COLOR` turns colours off.',
    "Values are never taken from arguments, where shell history and process lists keep them: they are asked for at a hidden prompt or read from standard input.",
    ["| command | |", "|---|---|", ...specs.map(overviewRow)].join("\n"),
    ...specs.map(section),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function overviewRow({ name, summary }: CommandSpec): string {
  return `| [\`${name}\`](#${name.replaceAll(" ", "-")}) | ${summary} |`;
}

function section(spec: CommandSpec): string {
  const rows = [
    ...spec.operands.map(({ name, summary }) => [name, summary]),
    ...flagsOf(spec).map(({ name, value, summary }) => [
      `--${name}${value === undefined ? "" : ` ${value}`}`,
      summary,
    ]),
  ];
  return [
    `## ${spec.name}`,
    `${spec.summary}.`,
    ["```", ...usageOf(spec).map((line) => `secret-router ${line}`), "```"].join("\n"),
    ["| | |", "|---|---|", ...rows.map(([name, summary]) => `| \`${name}\` | ${summary} |`)].join("\n"),
    ...spec.notes,
    ["```sh", ...spec.examples.map(({ line, does }) => `${line}  # ${does}`), "```"].join("\n"),
  ].join("\n\n");
}
