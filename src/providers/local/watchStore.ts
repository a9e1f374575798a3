import { type FSWatcher, watch } from "node:fs";
import { fileStamp, type StorePlaces } from "./storePlaces";

// A write is a create, some writes and a rename: one call for all of them, and still well within 300 ms.
const settleMs = 20;
/** For file systems that report nothing (network, containers) and for folders that are made later. */
const pollMs = 1_000;

/** Calls back after every change of the store's file, by this process or another. Never keeps the process alive. */
export function watchStore(places: StorePlaces, onChange: () => void): () => void {
  let lastStamp = stampOf(places.store);
  let watcher: FSWatcher | undefined;
  let watchedDirectory: string | undefined;
  let settling: NodeJS.Timeout | undefined;

  follow();
  const polling = setInterval(() => {
    follow();
    look();
  }, pollMs);
  polling.unref();

  return () => {
    clearInterval(polling);
    clearTimeout(settling);
    watcher?.close();
  };

  /** The folder may not be there yet, or may have been replaced. */
  function follow(): void {
    const directory = directoryStamp(places.dataDirectory);
    if (watcher !== undefined && directory === watchedDirectory) return;
    watcher?.close();
    watcher = undefined;
    watchedDirectory = directory;
    if (directory === undefined) return;
    try {
      watcher = watch(places.dataDirectory, { persistent: false }, settle);
      // The kernel's watches may run out; looking every second goes on.
      watcher.on("error", () => undefined);
    } catch {
      watcher = undefined;
    }
  }

  function settle(): void {
    if (settling !== undefined) return;
    settling = setTimeout(() => {
      settling = undefined;
      look();
    }, settleMs);
    settling.unref();
  }

  function look(): void {
    const stamp = stampOf(places.store);
    if (stamp === lastStamp) return;
    lastStamp = stamp;
    onChange();
  }
}

/** Its device and inode: time and size of a folder change with every file in it. */
function directoryStamp(path: string): string | undefined {
  return stampOf(path)?.split(":", 2).join(":");
}

function stampOf(path: string): string | undefined {
  try {
    return fileStamp(path);
  } catch {
    return "unreadable";
  }
}
