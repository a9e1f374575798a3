import { RouterError } from "../../core/routerError";
import { openDocument } from "./openDocument";

/**
 * What the user has typed but not saved would otherwise stand against what is written to the file.
 * @throws RouterError IO when it cannot be saved.
 */
export async function saveOpen(file: string): Promise<void> {
  const document = openDocument(file);
  if (document?.isDirty !== true || (await document.save())) return;
  throw new RouterError("IO", `${file} has changes that could not be saved.`, "Save it, and try again.");
}
