import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNodeOptions, splitNodeOptions } from "../../../../src/broker/doctor/checkNodeOptions";

const folder = mkdtempSync(join(tmpdir(), "secret-router-doctor-"));
mkdirSync(join(folder, "with space"));
const present = join(folder, "with space", "p.cjs");
writeFileSync(present, "");

describe("splitNodeOptions", () => {
  it.each([
    ['--require "/a b/p.cjs" --x', ["--require", "/a b/p.cjs", "--x"]],
    ['"--require=/a b/p.cjs"', ["--require=/a b/p.cjs"]],
    ['--require="/a\\"b\\\\c"', ['--require=/a"b\\c']],
    ["  --a   --b ", ["--a", "--b"]],
    ["dir\\back", ["dir\\back"]],
    ['--x ""', ["--x", ""]],
    ['--require "/a', undefined],
  ])("splits %s as Node does", (text, words) => {
    expect(splitNodeOptions(text)).toEqual(words);
  });
});

describe("checkNodeOptions", () => {
  it.each([
    [undefined],
    [""],
    ["--max-old-space-size=100"],
    [`--require "${present}"`],
    [`"--require=${present}" -r some-package`],
  ])("finds nothing wrong with %s", (text) => {
    expect(checkNodeOptions(text, folder).map(({ level }) => level)).toEqual(["ok"]);
  });

  it.each([
    [`--require ${present}`, /does not exist/],
    [`--require "${present}.gone"`, /does not exist/],
    [`-r ./gone.cjs`, /does not exist/],
    [`--require '${present}'`, /single quotes/],
    [`--require "${present}`, /never closed/],
  ])("says what is wrong with %s and what to do", (text, expected) => {
    const [finding] = checkNodeOptions(text, folder);
    expect(finding).toMatchObject({ level: "problem", message: expect.stringMatching(expected) });
    expect(finding).toHaveProperty("nextStep", expect.stringMatching(/\w/));
  });
});
