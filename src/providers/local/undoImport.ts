import { RouterError } from "../../core/routerError";
import type { PlainFile } from "../../platform/readPlainFile";
import type { LocalStore } from "./localStore";
import type { SealedOriginal } from "./storedOriginals";
import { readUserFile, replaceUserFile, sha256Of, userFilePath } from "./userFile";

export interface UndoReport {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** `sealed_edits`: the edited file now lies sealed in the store, and another undo brings it back. */
  readonly how: "restored" | "was_there_already" | "sealed_edits";
}

/**
 * Puts a file that was imported back as it was, byte for byte. What was stored stays stored. The original leaves the
 * store only after the file was read back.
 * @throws RouterError IMPORT_UNKNOWN, IMPORT_CHANGED unless forced, and those of the store and the file.
 */
export async function undoImport(store: LocalStore, file: string, force: boolean): Promise<UndoReport> {
  const path = userFilePath(file);
  const original = await store.getOriginal(path);
  if (original === undefined) throw unknown(path);
  const current = readUserFile(path);
  const content = original.reveal();
  if (current?.content.equals(content)) {
    await store.takeOriginal(path);
    return { path, how: "was_there_already" };
  }
  const isEdited = current !== undefined && sha256Of(current.content) !== original.rewrittenSha256;
  if (isEdited && !force) throw edited(path);
  if (isEdited) {
    await store.putOriginal(path, current.content, {
      mode: current.mode,
      rewrittenSha256: sha256Of(content),
    });
  }
  putBack(path, original, current);
  await store.takeOriginal(path, isEdited ? 1 : 0);
  return { path, how: isEdited ? "sealed_edits" : "restored" };
}

function putBack(path: string, original: SealedOriginal, current: PlainFile | undefined): void {
  const owner = {
    uid: current?.uid ?? process.getuid?.() ?? 0,
    gid: current?.gid ?? process.getgid?.() ?? 0,
  };
  replaceUserFile(path, original.reveal(), { mode: original.mode, ...owner });
  if (readUserFile(path)?.content.equals(original.reveal())) return;
  throw new RouterError(
    "IO",
    `${path} could not be read back as it was; its original stays in the store.`,
    "Check the disk, then run secret-router import --undo again.",
  );
}

function unknown(path: string): RouterError {
  return new RouterError(
    "IMPORT_UNKNOWN",
    `The store holds no original of ${path}.`,
    "Only a file that was imported with --delete can be put back; name it where it lay then.",
  );
}

function edited(path: string): RouterError {
  return new RouterError(
    "IMPORT_CHANGED",
    `${path} was edited since it was imported, so it is not overwritten.`,
    "Add --force to put the original back; the edited file is then kept sealed, and another --undo brings it back.",
  );
}
