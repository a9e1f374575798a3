import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface LeakSearch {
  readonly files: number;
  /** Paths below the folder that hold a value, in whatever common form. */
  readonly leaks: readonly string[];
}

/** Looks for values in every file below a folder: as they are and as they are commonly encoded. */
export function searchLeaks(folder: string, values: readonly string[]): LeakSearch {
  const forms = values.flatMap(commonForms);
  const files = filesBelow(folder);
  const leaks = files.filter((file) => {
    const content = contentOf(file);
    return forms.some((form) => content.includes(form));
  });
  return { files: files.length, leaks: leaks.map((file) => relative(folder, file)) };
}

export function holdsValue(text: string, values: readonly string[]): boolean {
  return values.flatMap(commonForms).some((form) => text.includes(form));
}

function commonForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  return [value, base64, bytes.toString("base64url"), bytes.toString("hex"), encodeURIComponent(value)];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** A file may be replaced while we look: what is gone holds nothing. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
