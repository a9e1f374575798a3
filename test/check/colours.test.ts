import { describe, expect, it } from "vitest";
import manifest from "../../package.json";
import { sourceFiles } from "../support/sourceFiles";

// A colour of our own would fit one theme, and in high contrast might not be seen at all.
const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
const notation = /(?:^|[^\w&#])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|hsl)a?\(|\bhwb\(/i;
// What an item, a decoration or a style takes a colour by, with a text in its place.
const assigned = /\b(?:backgroundColor|borderColor|color|overviewRulerColor)["']?\s*[:=]\s*["'`]/i;

const sources = sourceFiles("src/extension");
const { galleryBanner, ...shownInEditor } = manifest;

describe("a colour written down", () => {
  it.each([
    "#f00",
    "#FF0000",
    "#ff000080",
    "a #abcd b",
    "rgb(255, 0, 0)",
    "rgba(0,0,0,.5)",
    "hsl(0deg 0% 0%)",
  ])("is found in %j", (text) => expect(notation.test(text)).toBe(true));

  it.each(["vault:secret/app#api_key", "#readTree", "PR #12", "&#1234;", "charts.red"])(
    "is none in %j",
    (text) => expect(notation.test(text)).toBe(false),
  );

  it.each(['item.color = "red"', "{ backgroundColor: 'white' }", '<b style="color: `red`">'])(
    "is found in %j by its place",
    (text) => expect(assigned.test(text)).toBe(true),
  );
});

describe("colours", () => {
  it("of the extension come from the theme", () => {
    const written = sources.flatMap(({ path, text }) => [
      ...(text.match(literal) ?? []).filter((one) => notation.test(one)).map((one) => `${path}: ${one}`),
      ...(assigned.test(text) ? [`${path}: ${assigned.exec(text)?.[0]}`] : []),
    ]);
    expect(written).toEqual([]);
    expect(sources.filter(({ text }) => text.includes("new vscode.ThemeColor(")).length).toBeGreaterThan(1);
  });

  it("of the manifest are none but the banner of the marketplace's page", () => {
    expect(notation.test(galleryBanner.color)).toBe(true);
    expect(JSON.stringify(shownInEditor).match(notation)).toBeNull();
    expect(manifest.contributes).not.toHaveProperty("colors");
    expect(manifest.contributes).not.toHaveProperty("themes");
  });
});
