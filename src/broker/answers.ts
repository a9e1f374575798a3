import { setTimeout as delay } from "node:timers/promises";
import type { SessionRecord } from "./sessionRegistry";

const lookMs = 5;

/** Looks until every session has answered or time is up; gives what each has answered. */
export async function awaitAnswers<T>(
  sessions: readonly SessionRecord[],
  timeoutMs: number,
  answerOf: (session: SessionRecord) => T | undefined,
): Promise<ReadonlyMap<string, T>> {
  const deadline = performance.now() + timeoutMs;
  const answers = new Map<string, T>();
  for (;;) {
    for (const session of sessions) {
      if (answers.has(session.id)) continue;
      const answer = answerOf(session);
      if (answer !== undefined) answers.set(session.id, answer);
    }
    if (answers.size === sessions.length || performance.now() >= deadline) return answers;
    await delay(lookMs);
  }
}
