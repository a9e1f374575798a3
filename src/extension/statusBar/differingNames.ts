import type { NameStatus, SessionStatus } from "../../broker/sessionStatus";
import type { RoutedSession } from "../sessions/sessions";

export interface Running {
  readonly session: RoutedSession;
  readonly status: SessionStatus;
}

const shownNames = 3;

/** Of each name the newest comparison counts; a sentence for each session that has found differences by these. */
export function differingNames(running: readonly Running[]): readonly string[] {
  const newest = new Map<string, Running & { readonly name: NameStatus }>();
  for (const { session, status } of running) {
    for (const name of status.names) {
      if (name.comparedAt === null) continue;
      const key = `${session.project.folder.uri.fsPath}\0${name.name}`;
      if (name.comparedAt < (newest.get(key)?.name.comparedAt ?? 0)) continue;
      newest.set(key, { session, status, name });
    }
  }
  const differing = [...newest.values()].filter(
    // In vault mode the environment's copy is a leftover, whatever it says; in mode off nothing is compared.
    ({ name, status: { mode } }) => name.comparison === "mismatch" && mode !== "vault" && mode !== "off",
  );
  return running.flatMap(({ session }) => {
    const names = differing.filter((each) => each.session === session).map(({ name }) => name.name);
    return names.length === 0 ? [] : [sentence(session.label, names)];
  });
}

function sentence(label: string, names: readonly string[]): string {
  const rest = names.length - shownNames;
  const shown = names.slice(0, shownNames).join(", ");
  const listed = rest > 0 ? `${shown} and ${rest} more` : shown;
  return `${label}: vault and environment differ in ${listed}.`;
}
