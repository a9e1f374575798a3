import { tmpdir } from "node:os";
import { runOnPty } from "../../support/pty";

export interface TerminalStep {
  /** Waits until this has been printed after the step before. */
  readonly expect: string;
  readonly send: string;
}

/** Runs a command on a terminal of its own, its standard input too unless a text is piped in. */
export async function runInTerminal(
  command: readonly string[],
  steps: readonly TerminalStep[],
  piped?: string,
): Promise<{ output: string; status: number | null }> {
  const script = piped === undefined ? 'exec "$@"' : 'printf "%s" "$PIPED" | "$@"';
  const { screen, code } = await runOnPty(["/bin/sh", "-c", script, "sh", ...command], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"] ?? "", PIPED: piped ?? "" },
    steps: steps.map(({ expect, send }) => ({ after: expect, type: send })),
    seconds: 60,
  });
  return { output: screen, status: code };
}
