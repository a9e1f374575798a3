import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packagedFiles } from "../support/packagedFiles";
import { root } from "../support/sourceFiles";

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
});

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
