import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Directories } from "../../../src/platform/directories";
import { type Leak, LeakHunt } from "../../support/leak/leakHunt";
import { until } from "../../support/until";
import { browserState } from "./browserState";
import { pageText } from "./pageText";

type Secrets = Readonly<Record<string, string>>;

/** Where a person's editor, and the extension in it, leave something. */
export interface LeakPlaces {
  /** Every window that is open. */
  readonly pages: readonly Page[];
  /** What stood on the page when a picture was taken, by the picture's name. */
  readonly pictures: ReadonlyMap<string, string>;
  /** The editor's data with its logs, and the browser's profile. */
  readonly storage: readonly string[];
  /** What the editor itself has printed. */
  readonly log: string;
  /** Of all that the editor has started. */
  readonly home: string;
  readonly directories: Directories;
}

const fewestFiles = 20;

/**
 * Searches all of it, and fails where one part of it is not there to be searched.
 * @param ofFiles what stands in the workspace's own files: of those the editor keeps copies, as of every file, so these
 * are looked for everywhere else.
 */
export async function findLeaks(
  places: LeakPlaces,
  secrets: Secrets,
  ofFiles: Secrets,
): Promise<readonly Leak[]> {
  const kept = new LeakHunt(secrets);
  for (const folder of places.storage) kept.searchFolder(folder);
  kept.searchText("what the editor has printed", readFileSync(places.log));
  if (kept.searched < fewestFiles) throw new Error("The editor's storage has hardly a file to search.");
  for (const page of places.pages) kept.searchText("the browser", await stateOf(page));

  const shown = new LeakHunt({ ...secrets, ...ofFiles });
  for (const [name, text] of places.pictures) shown.searchText(`the picture ${name}`, text);
  for (const page of places.pages) shown.searchText("the page", await pageText(page));
  if (!existsSync(places.directories.state)) throw new Error("There is nothing of our own to search.");
  shown.searchFolder(places.home, keyFiles(places.directories));
  return [...kept.leaks, ...shown.leaks];
}

/** A window writes its state a moment after it has changed. */
async function stateOf(page: Page): Promise<string> {
  const state = async (): Promise<string | undefined> => {
    const text = await browserState(page);
    return text.includes("secretRouter.isRouting") ? text : undefined;
  };
  return until(state, { what: "our own state in the browser", timeoutMs: 20_000, intervalMs: 100 });
}

/** The one place of a session's key is the file of that name in the session's own folder. */
function keyFiles({ run }: Directories): readonly string[] {
  if (run === undefined || !existsSync(run)) return [];
  return readdirSync(run).map((session) => join(run, session, "key"));
}
