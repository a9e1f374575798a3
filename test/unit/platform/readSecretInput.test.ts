import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { maxSecretBytes, readPiped } from "../../../src/platform/readSecretInput";

describe("readPiped", () => {
  it.each([
    ["as it is", "made-up", "made-up"],
    ["without the line end that echo adds", "made-up\n", "made-up"],
    ["without a Windows line end", "made-up\r\n", "made-up"],
    ["without one line end only", "made-up\n\n", "made-up\n"],
    ["with lines and spaces inside", " one\n two \n", " one\n two "],
    ["with a lone carriage return", "made-up\r", "made-up\r"],
    ["that is empty", "", ""],
    ["that is a line end", "\n", ""],
  ])("reads a value %s", async (_what, input, value) => {
    expect((await readPiped(Readable.from([Buffer.from(input)]))).reveal()).toBe(value);
  });

  it("joins letters that were cut apart", async () => {
    const bytes = Buffer.from("pässwörd🔑");
    const pieces = [...bytes].map((byte) => Buffer.from([byte]));
    expect((await readPiped(Readable.from(pieces))).reveal()).toBe("pässwörd🔑");
  });

  it("accepts a megabyte, with or without a line end, and not a byte more", async () => {
    const largest = "x".repeat(maxSecretBytes);
    for (const end of ["", "\n", "\r\n"]) {
      expect((await readPiped(Readable.from([largest, end]))).reveal()).toHaveLength(maxSecretBytes);
    }
    for (const tooMuch of ["x", "x\n", "\n\n\n"]) {
      await expect(readPiped(Readable.from([largest, tooMuch]))).rejects.toMatchObject({ code: "USAGE" });
    }
  });

  it("refuses what is not text, without showing it", async () => {
    const refused = readPiped(Readable.from([Buffer.from([0x66, 0xff, 0xfe])]));
    await expect(refused).rejects.toMatchObject({ code: "USAGE" });
  });

  it("stops reading an endless input", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    await expect(readPiped(endless)).rejects.toMatchObject({ code: "USAGE" });
  });
});
