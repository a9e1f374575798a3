import { parseEnvFile, removeEntries } from "../../core/envFile";
import { RouterError } from "../../core/routerError";
import type { PlainFile } from "../../platform/readPlainFile";
import type { LocalStore } from "./localStore";
import { readUserFile, replaceUserFile, sha256Of, textOf } from "./userFile";

/**
 * Rewrites a `.env` file without these names, after its original was sealed in the store and read back from there.
 * @throws RouterError ENV_FILE_INVALID, IMPORT_CHANGED, and those of the store and the file; the file is then untouched.
 */
export async function takeOutOfFile(
  store: LocalStore,
  path: string,
  file: PlainFile,
  names: readonly string[],
): Promise<void> {
  const rewritten = rewrittenContent(path, textOf(file.content, path), names);
  await store.putOriginal(path, file.content, { mode: file.mode, rewrittenSha256: sha256Of(rewritten) });
  try {
    await requireSealed(store, path, file.content);
    requireUnchanged(path, file);
  } catch (error) {
    await dropSealed(store, path);
    throw error;
  }
  try {
    replaceUserFile(path, rewritten, file);
  } catch (error) {
    // The sealed copy may by now be the only one: it goes only if the file still is what it was.
    if (readUserFile(path)?.content.equals(file.content)) await dropSealed(store, path);
    throw error;
  }
}

/** A copy too many does no harm, and the reason for dropping it is what the user must hear of. */
async function dropSealed(store: LocalStore, path: string): Promise<void> {
  await store.takeOriginal(path).catch(() => undefined);
}

function rewrittenContent(path: string, text: string, names: readonly string[]): Buffer {
  const rewritten = removeEntries(text, names);
  const gone = new Set(names);
  const before = parseEnvFile(text).entries.filter(({ name }) => !gone.has(name));
  const after = parseEnvFile(rewritten).entries;
  const isSame =
    before.length === after.length &&
    before.every(({ name, value }, index) => after[index]?.name === name && after[index].value === value);
  if (isSame) return Buffer.from(rewritten);
  // An empty `A=` takes the quoted text on a later line as its value once nothing stands between.
  throw new RouterError(
    "ENV_FILE_INVALID",
    `Taking the secrets out of ${path} would change what its other lines mean; the file is left as it was.`,
    "Mend the lines that are no assignments, or take the secrets out by hand.",
  );
}

async function requireSealed(store: LocalStore, path: string, content: Buffer): Promise<void> {
  store.reread();
  const sealed = await store.getOriginal(path);
  if (sealed?.reveal().equals(content)) return;
  throw new RouterError(
    "STORE_CORRUPT",
    `The original of ${path} could not be read back from the store; the file is left as it was.`,
    "Check the disk, then import again.",
  );
}

function requireUnchanged(path: string, file: PlainFile): void {
  if (readUserFile(path)?.content.equals(file.content)) return;
  throw new RouterError(
    "IMPORT_CHANGED",
    `${path} was changed by another program during the import; it is left as it is now.`,
    "Import it again.",
  );
}
