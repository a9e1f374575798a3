import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";
import { importsOf, sourceFiles, zoneOf } from "../support/sourceFiles";
import { pureZones, zoneArrows } from "../support/zones";

const files = sourceFiles("src");
const imports = files.flatMap(importsOf);

describe("zones", () => {
  it("finds the imports that are written, so that the rules below see them", () => {
    const written = files.flatMap(
      ({ text }) => text.match(/^(import|export)\b.*\bfrom "|^\} from "/gm) ?? [],
    );
    expect(written.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThanOrEqual(written.length);
  });

  it("holds every file of src in a zone with arrows", () => {
    const strays = files.map(({ path }) => path).filter((path) => !(String(zoneOf(path)) in zoneArrows));
    expect(strays).toEqual([]);
  });

  it("follows the arrows in every import, types included", () => {
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [zoneOf(from), zoneOf(to)];
      if (source === undefined || target === undefined || source === target) return false;
      return !(zoneArrows[source] ?? []).includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it("imports nothing from outside src", () => {
    expect(imports.filter(({ to }) => to.startsWith(".") || to.startsWith("test/"))).toEqual([]);
  });

  it("imports vscode in the extension only", () => {
    const wrong = imports.filter(({ from, to }) => to === "vscode" && zoneOf(from) !== "extension");
    expect(wrong).toEqual([]);
  });

  it("imports no package in contract, preload and the zones that must stay light", () => {
    const isPackage = (to: string) =>
      !to.startsWith("src/") && !to.startsWith("node:") && !builtinModules.includes(to);
    const wrong = imports.filter(
      ({ from, to }) =>
        ["contract", "preload", "platform", "broker"].includes(String(zoneOf(from))) && isPackage(to),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps built-in modules, the clock, chance and the process out of the pure zones", () => {
    const pure = files.filter(({ path }) => pureZones.includes(String(zoneOf(path))));
    const impure =
      /\b(process\.\w|Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|setInterval)\b/;
    const wrong = pure.filter(({ text }) => impure.test(withoutComments(text))).map(({ path }) => path);
    expect(wrong).toEqual([]);
    const builtIns = pure
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith("node:") || builtinModules.includes(to));
    expect(builtIns).toEqual([]);
  });

  it("starts child processes in platform and in the launcher only", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        /^(node:)?child_process$|^cross-spawn$/.test(to) &&
        !/^src\/(platform|cli\/exec|cli\/demo)\//.test(from),
    );
    expect(wrong).toEqual([]);
  });

  it("reads the environment in the entries only", () => {
    const inner = ["contract", "core", "analysis", "mcp", "platform", "providers", "broker"];
    const wrong = files.filter(
      ({ path, text }) =>
        inner.includes(String(zoneOf(path))) && /\bprocess\.env\b/.test(withoutComments(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("has no import cycle", () => {
    expect(findCycle()).toEqual([]);
  });
});

describe("files", () => {
  it("has none over 400 lines, tests included", () => {
    const long = [...files, ...sourceFiles("test")].filter(({ text }) => lineCount(text) > 400);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("has a median below 100 lines", () => {
    const counts = files.map(({ text }) => lineCount(text)).sort((a, b) => a - b);
    expect(counts[Math.floor(counts.length / 2)]).toBeLessThan(100);
  });

  it("has no default export and no re-export", () => {
    const wrong = files.filter(({ text }) =>
      /^export default\b|^export (\*|\{[^}]*\}) from/m.test(withoutComments(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

/** The files of the first cycle of value imports, in order. A type import makes no cycle at run time. */
function findCycle(): readonly string[] {
  const edges = new Map(
    files.map((file) => [
      file.path.replace(/\.ts$/, ""),
      importsOf({ ...file, text: file.text.replaceAll(/^(import|export) type\b[^"]*"[^"]+";/gm, "") })
        .filter(({ specifier }) => !file.text.includes(`import("${specifier}")`))
        .map(({ to }) => to),
    ]),
  );
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of edges.get(path) ?? []) {
      const cycle = walk(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  for (const path of edges.keys()) {
    const cycle = walk(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
