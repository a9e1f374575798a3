import { describe, expect, it } from "vitest";
import { HiddenLine, maxHiddenLineLength } from "../../../src/platform/hiddenLine";

describe("HiddenLine", () => {
  it.each([
    ["a line", "made-up\r", "done", "made-up"],
    ["a line feed as the end", "made-up\n", "done", "made-up"],
    ["what follows the end as nothing of its own", "made-up\rrm -rf\r", "done", "made-up"],
    ["Backspace", "abc\x7f\x7fd\r", "done", "ad"],
    ["Backspace over a letter of several bytes", "a🔑\x7f\r", "done", "a"],
    ["Backspace on nothing", "\x7f\ba\r", "done", "a"],
    ["Ctrl-U", "abc\x15d\r", "done", "d"],
    ["Ctrl-C", "abc\x03", "cancelled", "abc"],
    ["Ctrl-D on nothing", "\x04", "end", ""],
    ["Ctrl-D after something", "abc\x04", "done", "abc"],
    ["arrow keys", "a\x1b[Db\x1b[1;5Cc\x1bOAd\r", "done", "abcd"],
    ["a lone Escape", "a\x1bb\r", "done", "ab"],
    ["other control keys", "a\x01\x1ab\tc\r", "done", "ab\tc"],
    ["a paste", "\x1b[200~made-up\x1b[201~\r", "done", "made-up"],
    ["a paste of several lines", "\x1b[200~one\rtwo\nthree\r\x1b[201~\r", "done", "one\ntwo\nthree"],
    ["Ctrl-C within a paste as text", "\x1b[200~a\x03b\x1b[201~\r", "done", "a\x03b"],
    ["no end", "abc", "open", "abc"],
  ])("reads %s", (_what, keys, state, text) => {
    const whole = new HiddenLine();
    expect([whole.feed(keys), whole.text]).toEqual([state, text]);

    const piecewise = new HiddenLine();
    let last: string = "open";
    for (const key of keys) if (last === "open") last = piecewise.feed(key);
    expect([last, piecewise.text]).toEqual([state, text]);
  });

  it("accepts a megabyte and not a letter more", () => {
    const line = new HiddenLine();
    expect(line.feed("x".repeat(maxHiddenLineLength))).toBe("open");
    expect(line.feed("x")).toBe("cancelled");
  });
});
