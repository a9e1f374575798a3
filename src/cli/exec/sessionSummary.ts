import type { SessionStatus } from "../../broker/sessionStatus";

/** What `debug` adds when a program has ended: who answered, by name; never a value. */
export function sessionSummary({ mode, hits, names, errors }: SessionStatus): string {
  const reads = `${hits.vault} reads from the vault, ${hits.env} from the environment, ${hits.none} from neither`;
  const lines = names.map(({ name, state, version, hits: own }) => {
    const held = version === null ? state : `${state}, version ${version}`;
    return `  ${name}: ${own.vault} vault, ${own.env} environment (${held})\n`;
  });
  return `secret-router: mode ${mode}: ${reads}, ${errors.total} errors\n${lines.join("")}`;
}
