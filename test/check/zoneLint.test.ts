import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../support/sourceFiles";
import { zoneArrows, zonesWithoutNodeScheme } from "../support/zones";

const zones = Object.keys(zoneArrows);

// The linter's rules are per folder, and a pattern with a slip matches nothing and says nothing. So each zone gets one
// file for each import that it must not have, and one for each that it may.
describe("the linter's zone rules", () => {
  let directory: string;
  let refused: ReadonlySet<string>;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "secret-router-zones-"));
    cpSync(join(root, "biome.json"), join(directory, "biome.json"));
    for (const zone of zones) {
      for (const target of zones) write(zone, target, `../${target}/thing`);
      write(zone, "deep", `../../${zone === "core" ? "platform" : "cli"}/thing`);
      write(zone, "node", "node:fs");
      write(zone, "vscode", "vscode");
      write(zone, "sdk", "@modelcontextprotocol/sdk/server/mcp.js");
    }
    refused = lint(directory);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(zones)("refuses in %s every zone that its arrows do not allow, and no other", (zone) => {
    const expected = zones.filter((target) => target !== zone && !zoneArrows[zone]?.includes(target));
    expect(zones.filter((target) => refused.has(`src/${zone}/${target}.ts`))).toEqual(expected);
  });

  it("refuses an import from two folders up as well", () => {
    expect(refused.has("src/core/deep.ts")).toBe(true);
    expect(refused.has("src/broker/deep.ts")).toBe(true);
  });

  it("refuses vscode everywhere but in the extension", () => {
    expect(zones.filter((zone) => !refused.has(`src/${zone}/vscode.ts`))).toEqual(["extension"]);
  });

  it("refuses node: where there may be no Node, or one before 14.18", () => {
    const expected = zones.filter((zone) => zonesWithoutNodeScheme.includes(zone));
    expect(zones.filter((zone) => refused.has(`src/${zone}/node.ts`))).toEqual(expected);
  });

  it("does not take a package's folder for a zone", () => {
    expect(zones.filter((zone) => refused.has(`src/${zone}/sdk.ts`))).toEqual([]);
  });

  function write(zone: string, name: string, specifier: string): void {
    mkdirSync(join(directory, "src", zone), { recursive: true });
    const text = `import { thing } from "${specifier}";\n\nexport const used = thing;\n`;
    writeFileSync(join(directory, "src", zone, `${name}.ts`), text);
  }
});

/** Paths of the files in which the linter refused an import. */
function lint(directory: string): ReadonlySet<string> {
  const manifest = createRequire(import.meta.url).resolve("@biomejs/biome/package.json");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(dirname(manifest), "bin", "biome"),
      "lint",
      "--vcs-enabled=false",
      "--reporter=github",
      "--max-diagnostics=none",
      ".",
    ],
    { cwd: directory, encoding: "utf8" },
  );
  const refusals = [...stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=[^,]*(src\/[^,]+),/g)];
  if (refusals.length === 0) throw new Error(`The linter refused nothing: ${stderr}`);
  return new Set(refusals.map((match) => match[1] ?? ""));
}
