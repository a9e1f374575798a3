import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json";
import { withTables } from "../support/manifestTables";
import { root } from "../support/sourceFiles";

const path = join(root, "README.md");
const readme = readFileSync(path, "utf8");

describe("the README", () => {
  // Written anew with `npx vitest run --project check readme --update`.
  it("has the commands and settings of the manifest", async () => {
    await expect(withTables(readme, manifest.contributes)).toMatchFileSnapshot(path);
  });

  it("shows pictures that are there, each for light, dark and high contrast", () => {
    const blocks = readme.match(/<picture>[\s\S]*?<\/picture>/g) ?? [];
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const files = [...block.matchAll(/(?:srcset|src)="([^"]+)"/g)].map(([, file]) => String(file));
      expect(files.map((file) => /-(\w+)\.png$/.exec(file)?.[1])).toEqual(["hc", "hcLight", "dark", "light"]);
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
      expect(files.filter((file) => statSync(join(root, file)).size > 80 * 1024)).toEqual([]);
      expect(block).toMatch(/<img [^>]*alt="[^"]{20,}"/);
    }
  });

  it("has a page for the package without what only the repository has", () => {
    const page = readFileSync(join(root, "dist", "readme.md"), "utf8");
    expect(page).toContain("# Secret Router");
    expect(page).toContain("secretRouter.switchMode");
    expect(page.match(/<picture|<img|<!--|!\[|\]\((?!https:)[^)]*\)/g) ?? []).toEqual([]);
    expect(page).not.toContain("npm ci");
  });
});
