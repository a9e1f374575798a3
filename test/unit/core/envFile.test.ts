import { parse } from "dotenv";
import { describe, expect, it } from "vitest";
import { parseEnvFile, removeEntries } from "../../../src/core/envFile";

describe("parseEnvFile", () => {
  const samples: Readonly<Record<string, string>> = {
    "plain values": "A=1\nB = two words \n\nC=\nD",
    exports: "export A=1\n  export\tB='2'\nexport = odd\nexportC=3\nexport\nD=4",
    quotes: "A='single'\nB=\"double\"\nC=`back`\nD='mixed\"\nE=\"it's\"\nF=''",
    "quotes that do not close": "A='open\nB=\"open too\nC=3",
    "values over several lines": 'KEY="-----BEGIN-----\nabc\n-----END-----"\nB=2',
    escapes: 'A="line\\nbreak\\rx\\ty"\nB=\'raw\\n\'\nC="say \\"hi\\""\nD="C:\\dir\\"\nE=x\\ny',
    "several escaped quotes": "A='a\\' b\\' c\nB='d\\'\nC='\\'",
    comments: "# first\nA=1 # one\nB='#2' # two\nC=a#b\n#D=4\nE='x' y # z\nF=`a`#b",
    "comments below": 'A=1\n# about B="x"\nB=2\n\n  # tail',
    "Windows line ends": 'A=1\r\nB="x\r\ny"\r\n\r\nC=3\r\n',
    "old Macintosh line ends": "A=1\rB='x\ry'\rC:\r3",
    "a byte order mark": "\ufeffA=1\nB=2",
    "duplicate names": "A=1\nB=2\nA=3",
    "names with dots and dashes": "a.b-c=1\n1X=2\n.=3\n-=4",
    "colons instead of signs": "A: 1\nB:2\nC:\n3\nD:  'x'\nE :5\nF:\r\nG=7",
    "signs on another line": "A\n=1\nB =\n'next'\nC=\nD=4\nE=\n\n \"far\"",
    "quotes inside": "A='a' b'\nB=\"x\" \"y\"\nC='a'b\nD='\nE=\"",
    "lines that mean nothing": "just words\n=1\n A B=2\n!C=3\nD=4",
    "separators of other alphabets": "A=1\u2028B=2\nC='x'\u2029D=3\n\u00a0E=5 # c\u2028F=6\n#\u2028G=7",
    "an empty file": "",
    "only blanks": " \n\t\r\n",
  };

  it.each(Object.entries(samples))("reads %s as dotenv does", (_what, text) => {
    expect(asRecord(text)).toEqual(parse(text));
  });

  it("reads 30,000 made-up files as dotenv does", () => {
    const random = seededRandom(20_260_801);
    const pieces = [
      "A",
      "B",
      "export",
      " ",
      " ",
      "\n",
      "\n",
      "\r\n",
      "\r",
      "=",
      "=",
      ":",
      "#",
      "'",
      '"',
      "`",
    ];
    pieces.push(
      "\\",
      "\\n",
      "x",
      "1",
      "\t",
      "A=",
      "\nB=",
      "'\n",
      '"\n',
      "\\'",
      '\\"',
      "$",
      "é",
      "\ufeff",
      "\u2028",
    );
    for (let round = 0; round < 30_000; round++) {
      const length = 1 + Math.floor(random() * 24);
      const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
      expect(asRecord(text), JSON.stringify(text)).toEqual(parse(text));
    }
  });

  it("gives a name that is a prototype key as any other", () => {
    expect(parseEnvFile("__proto__=a\nconstructor=b").entries.map(({ name }) => name)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });

  it("numbers the lines of entries and of what is invalid, without repeating them", () => {
    const file = parseEnvFile('# c\r\nA="1\r\n2"\r\n\r\nnot valid\r\n  B=2\r\n=3');
    expect(file.entries.map(({ name, line }) => [name, line])).toEqual([
      ["A", 2],
      ["B", 6],
    ]);
    expect(file.invalidLines).toEqual([5, 7]);
  });

  it("reads the worst in a moment, where a regular expression would take minutes", () => {
    // Time of our own: on a busy machine the clock says nothing about the reader.
    const before = process.cpuUsage();
    for (const unit of [
      "A='\\'\n",
      "A=\n\n\n",
      "export export ",
      "A\n\n",
      "' ",
      "A=\" '`\n",
      " \n",
      "A='a\u2028",
      "'a\u2028",
    ]) {
      parseEnvFile(unit.repeat(Math.ceil(200_000 / unit.length)));
      parseEnvFile(`A=${unit.repeat(Math.ceil(200_000 / unit.length))}`);
    }
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
  });
});

describe("removeEntries", () => {
  it.each([
    ["the first", "A=1\nB=2\n", ["A"], "B=2\n"],
    ["the last, which has no line end", "A=1\nB=2", ["B"], "A=1\n"],
    ["all of a name's entries", "A=1\nB=2\nA=3\n", ["A"], "B=2\n"],
    ["a value over several lines", 'A="x\ny"\r\nB=2\r\n', ["A"], "B=2\r\n"],
    ["an entry with its own comment, not the one below", "A=1 # a\n# b\nB=2\n", ["A"], "# b\nB=2\n"],
    ["an exported and indented one", "  export A='1'\n\tB=2\n", ["A"], "\tB=2\n"],
    ["the one behind a byte order mark", "\ufeffA=1\nB=2\n", ["A"], "\ufeffB=2\n"],
    ["nothing, when the name is absent", "A=1\n\n# x\n", ["C"], "A=1\n\n# x\n"],
    ["a name that is the end of another", "XA=1\nA=2\n", ["A"], "XA=1\n"],
  ])("takes out %s", (_what, text, names, expected) => {
    expect(removeEntries(text, names)).toBe(expected);
  });
});

function asRecord(text: string): Record<string, string> {
  return Object.fromEntries(parseEnvFile(text).entries.map(({ name, value }) => [name, value]));
}

/** The same files in every run, so that a failure can be looked at again. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
