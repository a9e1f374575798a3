import { afterEach, beforeEach } from "vitest";
import { TestSession } from "./testSession";

/** Gives each test of a block a session of its own and removes it afterwards. */
export function useSession(): () => TestSession {
  let session: TestSession | undefined;
  beforeEach(() => {
    session = new TestSession();
  });
  afterEach(() => session?.dispose());
  return () => {
    if (session === undefined) throw new Error("The session exists only within a test.");
    return session;
  };
}
