import { resolve } from "node:path";
import { providerAcross } from "../../broker/resolution/providerAcross";
import type { Mode } from "../../contract/mode";
import { nameRulesOf, referenceOf } from "../../core/launchScope";
import { RouterError } from "../../core/routerError";
import { table } from "../../core/text/table";
import { shellWord } from "../../platform/shellWord";
import { importEnvFile } from "../../providers/local/importEnvFile";
import type { ImportReport, LeftReason } from "../../providers/local/importReport";
import { leftWords } from "../../providers/local/leftWords";
import { openLocalStore } from "../../providers/local/localStore";
import { type UndoReport, undoImport } from "../../providers/local/undoImport";
import { askPassphrase } from "../askSecret";
import { type CommandReport, sentences, wrapLines } from "../commandReport";
import type { CommandContext } from "../context";
import { type FollowedFile, followedFile, requireOwnFile } from "../followedFile";
import { firstOperand, flagText, hasFlag, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";
import { recordAudit } from "../recordAudit";
import { usageError } from "../usageError";

export async function runImport(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  checkFlags(invocation);
  const file = followedFile(resolve(context.cwd, firstOperand(invocation)));
  if (hasFlag(invocation, "delete")) requireOwnFile(file);
  const originals = openLocalStore({ directories: context.directories, passphrase: askPassphrase });
  try {
    if (!hasFlag(invocation, "undo")) return await runMove(file, originals, invocation, context);
    const report = await undoImport(originals, file.path, hasFlag(invocation, "force"));
    await recordAudit(context, { action: "import_undo", file: report.path });
    return undone(report);
  } finally {
    originals.forget();
  }
}

function checkFlags(invocation: Invocation): void {
  const [one, others] = hasFlag(invocation, "undo")
    ? ["--undo", ["delete", "replace"]]
    : ["an import", ["force"]];
  for (const other of others) {
    if (hasFlag(invocation, other)) {
      throw usageError(`--${other} does not go with ${one}.`, "See secret-router import --help.");
    }
  }
}

async function runMove(
  { path, link }: FollowedFile,
  originals: ReturnType<typeof openLocalStore>,
  invocation: Invocation,
  context: CommandContext,
): Promise<CommandReport> {
  const { configuration, project } = await loadConfiguration(
    context.cwd,
    flagText(invocation, "environment"),
  );
  const isFirst = originals.stamp() === undefined;
  const report = await withProviders(context, configuration, (provider) =>
    importEnvFile({
      path,
      rules: nameRulesOf(configuration, undefined),
      provider: providerAcross(configuration.provider, provider),
      referenceFor: (name) => referenceOf(name, configuration, project),
      originals,
      delete: hasFlag(invocation, "delete"),
      replace: hasFlag(invocation, "replace"),
      signal: context.signal,
    }),
  );
  const names = report.moved.map(({ name }) => name);
  if (names.length > 0) await recordAudit(context, { action: "import", file: report.path, names });
  const { store, identity } = originals.places;
  const created = isFirst && originals.stamp() !== undefined ? { store, identity } : undefined;
  return moved(report, link, created, configuration.mode);
}

function moved(
  report: ImportReport,
  link: string | undefined,
  created: { readonly store: string; readonly identity: string } | undefined,
  mode: Mode,
): CommandReport {
  if (report.moved.length === 0 && report.left.length === 0) {
    throw new RouterError(
      "IMPORT_NOTHING",
      `${report.path} assigns no variables.`,
      "Name a file of lines like NAME=VALUE.",
    );
  }
  return {
    document: { ...report, created: created ?? null },
    text: (terminal) => {
      const rows = [
        ...report.moved.map(({ name, how, reference, lines }) => ({
          name,
          what: movedWords[how],
          where: reference,
          line: lines.at(-1) ?? 0,
        })),
        ...report.left.map(({ name, why, lines }) => ({
          name,
          what: "left",
          where: whyLeft(why),
          line: lines.at(-1) ?? 0,
        })),
      ].sort((first, second) => first.line - second.line);
      const listing = table(
        [
          { title: "NAME", cell: ({ name }) => name },
          {
            title: "DONE",
            cell: ({ what }) => what,
            paint: (cell, { what }) => (what === "left" ? terminal.dim(cell) : terminal.green(cell)),
          },
          { title: "WHERE OR WHY", cell: ({ where }) => where, below: true },
        ],
        rows,
        terminal,
      );
      const followed = link === undefined ? [] : [`${link} is a link to ${report.path}.`];
      const lines = [...followed, ...afterwards(report, created, mode)];
      return [listing, "", wrapLines(lines, terminal)].join("\n");
    },
  };
}

const movedWords = { added: "stored", replaced: "replaced", same: "stored before" } as const;

function whyLeft(why: LeftReason): string {
  return why === "stored_with_another_value"
    ? `${leftWords[why]}; overwrite it with --replace`
    : leftWords[why];
}

function afterwards(
  report: ImportReport,
  created: { readonly store: string; readonly identity: string } | undefined,
  mode: Mode,
): readonly string[] {
  const { path, isRewritten, invalidLines } = report;
  const count = report.moved.length === 1 ? "1 secret" : `${report.moved.length} secrets`;
  const lines: string[] = [];
  if (created !== undefined) {
    lines.push(
      `This created the store ${created.store} and its key ${created.identity}.`,
      "Keep a copy of both: without the key nobody can open the store.",
    );
  }
  if (invalidLines.length > 0) lines.push(`Not understood and left: line ${invalidLines.join(", ")}.`);
  if (isRewritten) {
    lines.push(`Took ${count} out of ${path}.`);
    if (mode !== "vault") {
      lines.push(
        `Mode ${mode} has programs read their environment, so those that load this file miss what was in it.`,
        "Serve it from the vault: secret-router mode vault",
      );
    }
    lines.push(`Put the file back: secret-router import --undo ${shellWord(path)}`);
  } else if (report.moved.length > 0) {
    lines.push(
      `${path} still holds ${count} in plain text.`,
      `When all works from the vault: secret-router import ${shellWord(path)} --delete`,
    );
  } else {
    lines.push("Nothing was stored.");
  }
  return lines;
}

function undone({ path, how }: UndoReport): CommandReport {
  const words = {
    restored: `Put ${path} back as it was.`,
    was_there_already: `${path} is as it was before the import already.`,
    sealed_edits: `Put ${path} back as it was; the edited file is kept sealed.`,
  } as const;
  const more =
    how === "sealed_edits"
      ? [`Bring the edited file back: secret-router import --undo ${shellWord(path)}`]
      : [];
  return sentences({ path, how }, words[how], "What was stored stays stored.", ...more);
}
