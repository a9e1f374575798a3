import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json";
import { packagedFiles } from "../support/packagedFiles";
import { root } from "../support/sourceFiles";
import { packageExtension } from "../vscode/rig/stageExtension";

// All that a user gets: what is not named here does not ship.
const shipped = [
  /^package\.json$/,
  /^LICENSE$/,
  /^CHANGELOG\.md$/,
  /^dist\/(cli|extension)\.js$/,
  /^dist\/(preload|demo-server)\.cjs$/,
  /^dist\/readme\.md$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^media\/icon\.png$/,
  /^media\/secretRouter\.svg$/,
  /^media\/secret-router\.schema\.json$/,
  /^media\/walkthrough\/[a-z]+-(light|dark|hc|hcLight)\.png$/,
];
const maxBytes = 5 * 1024 * 1024;
// What the packer calls these files in the archive.
const renamed = new Map([
  ["LICENSE", "LICENSE.txt"],
  ["CHANGELOG.md", "changelog.md"],
  ["dist/readme.md", "readme.md"],
]);
const madeByPacker = ["[Content_Types].xml", "extension.vsixmanifest"];

describe("the package", async () => {
  const files = await packagedFiles(root);

  it("holds what is listed and nothing else", () => {
    expect(files.filter((file) => !shipped.some((form) => form.test(file)))).toEqual([]);
    expect(shipped.filter((form) => !files.some((file) => form.test(file))).map(String)).toEqual([]);
  });

  it("stays small when it is unpacked, without maps, native modules or links to them", () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
    expect(bytes).toBeLessThan(maxBytes);
    expect(files.filter((file) => /\.(map|node|ts)$/.test(file))).toEqual([]);
    const code = files.filter((file) => /\.c?js$/.test(file));
    expect(code.filter((file) => /\/\/# sourceMappingURL|require\("[^"]+\.node"\)/.test(read(file)))).toEqual(
      [],
    );
  });

  it("names no folder of the machine that built it", () => {
    expect(files.filter((file) => !file.endsWith(".png") && read(file).includes(root))).toEqual([]);
  });

  it("is listed by npm run package with the size of every file in it", async () => {
    const list = "node test/support/listPackage.mjs";
    expect(manifest.scripts.package).toMatch(new RegExp(`--out (\\S+) && ${list} \\1$`));
    const directory = mkdtempSync(join(tmpdir(), "secret-router-package-"));
    try {
      const vsix = packageExtension(join(directory, "package"));
      const source = dirname(vsix);
      const packed = await packagedFiles(source);
      const [, script = ""] = list.split(" ");
      const printed = execFileSync(process.execPath, [join(root, script), vsix], { encoding: "utf8" });
      const lines = printed.trimEnd().split("\n");
      const whole = lines.pop()?.trim();
      const listed = new Map(lines.map((line) => line.trim().split("  ").reverse() as [string, string]));
      const names = packed.map((file) => `extension/${renamed.get(file) ?? file}`);
      expect([...listed.keys()].toSorted()).toEqual([...madeByPacker, ...names].toSorted());
      // The packer edits the pages.
      const unchanged = packed.filter((file) => /^(dist|media)\/.*\.(c?js|png)$/.test(file));
      expect(unchanged.map((file) => listed.get(`extension/${file}`))).toEqual(
        unchanged.map((file) => String(statSync(join(source, file)).size)),
      );
      const bytes = [...listed.values()].reduce((sum, each) => sum + Number(each), 0);
      expect(whole).toBe(`${bytes}  bytes in ${listed.size} files; ${statSync(vsix).size} bytes packed`);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 120_000);
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
