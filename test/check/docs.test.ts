import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandSpecs } from "../../src/cli/commandTable";
import { configurationKeys } from "../../src/core/configurationKeys";
import { root } from "../support/sourceFiles";
import { zoneArrows } from "../support/zones";

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pagesIn("docs")].filter((page) =>
  existsSync(join(root, page)),
);
const text = (page: string) => readFileSync(join(root, page), "utf8");

describe("the documentation", () => {
  it.each(pages)("%s names only files that are there", (page) => {
    const named = [...text(page).matchAll(/`((?:src|test|docs|media|\.ci|\.vscode)\/[\w./-]*)`/g)].map(
      ([, path]) => path ?? "",
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(pages)("%s links only to files that are there", (page) => {
    const linked = [...text(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path]) => path ?? "");
    expect(linked.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });

  it.each(pages)("%s names only npm scripts that are there", (page) => {
    const scripts = Object.keys(JSON.parse(text("package.json")).scripts);
    const named = [...text(page).matchAll(/npm run (?:--\S+ )?([\w-]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !scripts.includes(String(script)))).toEqual([]);
  });

  it("describes every zone that has code", () => {
    const zones = readdirSync(join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(root, "src", entry.name)).length > 0)
      .map(({ name }) => name);
    expect(
      zones.filter((zone) => !(zone in zoneArrows) || !text("docs/architecture.md").includes(zone)),
    ).toEqual([]);
  });

  it("has every configuration key and every command for the user to find", () => {
    const forUsers = pages
      .filter((page) => page === "README.md" || page.startsWith("docs/"))
      .map(text)
      .join("\n");
    const words = [
      ...Object.keys(configurationKeys).map((key) => `\`${key}\``),
      ...commandSpecs.map(({ name }) => name).filter((name) => name !== "help"),
    ];
    const missing = words.filter(
      (word) => !forUsers.includes(word) && !forUsers.includes(`"${word.replaceAll("`", "")}"`),
    );
    expect(missing).toEqual([]);
  });
});

function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}
