import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Relative to the checkout, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly from: string;
  /** A path below the checkout without its ending, or a package's or built-in's name. */
  readonly to: string;
  readonly specifier: string;
}

/** Every TypeScript file below a folder, but for fixtures, which are broken on purpose. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1).replaceAll("\\", "/"), entry.name))
    .filter((path) => !path.includes("/fixtures/"))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

// The formatter writes every import in one of these forms. Type imports count: they tie two files as much as others do,
// and a bundler's metafile does not have them.
const importForms = [
  /^(?:import|export)\s[^"';]*?from\s+"([^"]+)"/gm,
  /^import\s+"([^"]+)"/gm,
  /\b(?:import|require)\(\s*"([^"]+)"\s*\)/g,
];

export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return importForms
    .flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ""))
    .map((specifier) => ({
      from: path,
      to: specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : specifier,
      specifier,
    }));
}

/** `src/core/reference.ts` lies in the zone `core`; undefined for what lies in none. */
export function zoneOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}
