import { readControl } from "../../broker/control";
import { listSessions, type RunningSession } from "../../broker/listSessions";
import type { Hits } from "../../broker/sessionStatus";
import { formatAge, formatTime } from "../../core/text/formatTime";
import { printable } from "../../core/text/printable";
import { table } from "../../core/text/table";
import type { Terminal } from "../../core/text/terminal";
import { type CommandReport, wrapLines } from "../commandReport";
import type { CommandContext } from "../context";
import type { Invocation } from "../invocation";
import { sessionNotes } from "../sessionNotes";

interface Row {
  readonly pid: string;
  readonly program: string;
  readonly mode: string;
  readonly hits: Hits | undefined;
  readonly errors: number;
  readonly lastRead: string;
}

export async function runStatus(_invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const sessions = listSessions(context.directories);
  const { killed } = readControl(context.directories);
  return {
    document: {
      killed,
      sessions: sessions.map(({ record, status, wasForced, processes }) => ({
        id: record.id,
        pid: record.pid,
        program: record.command,
        startedAt: new Date(record.startedAt).toISOString(),
        wasForced,
        processes,
        status: status ?? null,
      })),
    },
    text: (terminal) => {
      const head =
        killed === null
          ? []
          : [
              terminal.yellow(
                printable(`The kill switch was thrown at ${formatTime(killed.at)}: ${killed.reason}.`),
              ),
              "Lift it: secret-router resume",
              "",
            ];
      return [...head, body(sessions, Date.now(), terminal)].join("\n");
    },
  };
}

function body(sessions: readonly RunningSession[], nowMs: number, terminal: Terminal): string {
  if (sessions.length === 0) {
    return wrapLines(["No session runs now.", "Start one: secret-router exec -- node server.js"], terminal);
  }
  const rows = sessions.flatMap((session) => rowsOf(session, nowMs));
  const listing = table(
    [
      { title: "PID", cell: ({ pid }) => pid },
      { title: "PROGRAM", cell: ({ program }) => program },
      { title: "MODE", cell: ({ mode }) => mode },
      { title: "VAULT", cell: ({ hits }) => countOf(hits?.vault), alignRight: true },
      { title: "ENV", cell: ({ hits }) => countOf(hits?.env), alignRight: true },
      { title: "NONE", cell: ({ hits }) => countOf(hits?.none), alignRight: true },
      {
        title: "ERRORS",
        cell: ({ errors }) => String(errors),
        alignRight: true,
        paint: (cell, { errors }) => (errors === 0 ? cell : terminal.red(cell)),
      },
      { title: "LAST READ", cell: ({ lastRead }) => lastRead },
    ],
    rows,
    terminal,
  );
  const notes = sessions.flatMap(sessionNotes);
  return notes.length === 0 ? listing : [listing, "", wrapLines(notes, terminal)].join("\n");
}

/** The session, and below it those of its processes that have reported. */
function rowsOf({ record, status, wasForced, processes }: RunningSession, nowMs: number): readonly Row[] {
  const session: Row = {
    pid: String(record.pid),
    program: record.command,
    mode: modeOf(status, wasForced),
    hits: status?.hits,
    errors: status?.errors.total ?? 0,
    lastRead: ageOf(status?.lastReadAt, nowMs),
  };
  const reported = processes.map(
    (each): Row => ({
      pid: `  ${each.pid}`,
      program: each.program ?? "?",
      mode: each.off ? "turned itself off" : each.killed ? "environment" : "",
      hits: each.hits,
      errors: each.errors,
      lastRead: "",
    }),
  );
  return [session, ...reported];
}

function modeOf(status: RunningSession["status"], wasForced: boolean): string {
  if (wasForced || (status !== undefined && status.killed !== null)) return "killed";
  if (status === undefined) return "starting";
  return status.mode === "dual" ? `dual ${status.canary} %` : status.mode;
}

function countOf(count: number | undefined): string {
  return count === undefined ? "-" : String(count);
}

function ageOf(epochMs: number | null | undefined, nowMs: number): string {
  return epochMs === null || epochMs === undefined ? "-" : formatAge(epochMs, nowMs);
}
