import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { LocalStore } from "../../../src/providers/local/localStore";
import { openLocalStore } from "../../../src/providers/local/localStore";

export interface TestHome {
  readonly path: string;
  readonly directories: { readonly config: string; readonly data: string };
  /** Another view of the same store, as another process has it. */
  open(options?: Partial<Parameters<typeof openLocalStore>[0]>): LocalStore;
}

/** A home of its own for every test of a file, removed after it. */
export function useTestHome(): () => TestHome {
  const made: string[] = [];
  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
  });
  return () => {
    const path = mkdtempSync(join(tmpdir(), "secret-router-local-"));
    made.push(path);
    const directories = { config: join(path, "config"), data: join(path, "data") };
    return { path, directories, open: (options) => openLocalStore({ directories, ...options }) };
  };
}
