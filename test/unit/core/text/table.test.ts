import { describe, expect, it } from "vitest";
import { terminalOf } from "../../../../src/cli/terminal";
import { type Column, table } from "../../../../src/core/text/table";

interface Row {
  readonly name: string;
  readonly place: string;
  readonly count: number;
}

const columns: readonly Column<Row>[] = [
  { title: "NAME", cell: ({ name }) => name },
  { title: "READS", cell: ({ count }) => String(count), alignRight: true },
  { title: "PLACE", cell: ({ place }) => place },
];
const rows: readonly Row[] = [
  { name: "A_TOKEN", place: "vault:secret/app#a", count: 7 },
  { name: "A_MUCH_LONGER_API_KEY", place: "local:B", count: 1234 },
];

describe("table", () => {
  it("aligns columns to the widest cell", () => {
    expect(table(columns, rows, terminalOf({}, {})).split("\n")).toEqual([
      "NAME                   READS  PLACE",
      "A_TOKEN                    7  vault:secret/app#a",
      "A_MUCH_LONGER_API_KEY   1234  local:B",
    ]);
  });

  it("fits exactly or becomes blocks, and cuts nothing", () => {
    const width = "A_MUCH_LONGER_API_KEY   1234  vault:secret/app#a".length;
    const at = (size: number) =>
      table(columns, rows, terminalOf({ isTTY: true, columns: size }, { NO_COLOR: "1" }));
    expect(at(width).split("\n")).toHaveLength(3);
    expect(at(width - 1)).toBe(
      [
        "A_TOKEN",
        "  READS  7",
        "  PLACE  vault:secret/app#a",
        "",
        "A_MUCH_LONGER_API_KEY",
        "  READS  1234",
        "  PLACE  local:B",
      ].join("\n"),
    );
  });

  it("puts what may stand below on a line of its own before it makes blocks", () => {
    const [name, reads, place] = columns as [Column<Row>, Column<Row>, Column<Row>];
    const at = (size: number) =>
      table(
        [name, { ...place, below: true }, reads],
        rows,
        terminalOf({ isTTY: true, columns: size }, { NO_COLOR: "1" }),
      );
    const width = "A_MUCH_LONGER_API_KEY   1234".length;
    expect(at(width).split("\n")).toEqual([
      "NAME                   READS",
      "A_TOKEN                    7",
      "  vault:secret/app#a",
      "A_MUCH_LONGER_API_KEY   1234",
      "  local:B",
    ]);
    expect(at(width - 1).split("\n")).toHaveLength(7);
  });

  it("shows control characters instead of obeying them", () => {
    const evil = [{ name: "X\u001b]0;owned\u0007", place: "a\nb\u202e", count: 1 }];
    const text = table(columns, evil, terminalOf({}, {}));
    for (const control of ["\u001b", "\u0007", "\u202e"]) expect(text).not.toContain(control);
    expect(text.split("\n")).toHaveLength(2);
  });
});

describe("terminalOf", () => {
  it.each([
    [{ isTTY: true, columns: 80 }, {}, true],
    [{ isTTY: true, columns: 80 }, { NO_COLOR: "1" }, false],
    [{ isTTY: true, columns: 80 }, { NO_COLOR: "" }, true],
    [{ isTTY: true, columns: 80 }, { TERM: "dumb" }, false],
    [{}, {}, false],
  ])("colours %j with %j: %s", (stream, environment, coloured) => {
    expect(terminalOf(stream, environment).bold("x") !== "x").toBe(coloured);
  });

  it("knows no width where there is none", () => {
    expect(terminalOf({ isTTY: true, columns: 0 }, {}).columns).toBeUndefined();
    expect(terminalOf({ columns: 80 }, {}).columns).toBeUndefined();
  });
});
