import { describe, expect, it } from "vitest";
import manifest from "../../../package.json";
import { commandLinks, editorWords, paletteTitles } from "../../../src/extension/editorWords";
import { sourceFiles } from "../../support/sourceFiles";

describe("editorWords", () => {
  it.each([
    ["Lift it: secret-router resume", 'Lift it: "Secret Router: Lift the Kill Switch…"'],
    [
      "Copy them into the store first: secret-router import /w/.env",
      'Copy them into the store first: "Secret Router: Import from .env…"',
    ],
    [
      "Move them: secret-router import '/w/a b/.env' --delete",
      'Move them: "Secret Router: Import from .env…"',
    ],
    [
      "Check the disk, then run secret-router import --undo again.",
      'Check the disk, then run "Secret Router: Undo an Import…" again.',
    ],
    [
      "Check with `secret-router doctor` that it can be reached.",
      'Check with "Secret Router: Run Doctor" that it can be reached.',
    ],
    [
      "Keep a copy and find out who changed it: secret-router audit verify",
      'Keep a copy and find out who changed it: "Secret Router: Show Audit Log"',
    ],
    [
      "Run: secret-router vault login https://v:8200 (with --method token-file for the token in ~/.vault-token)",
      'Run: "Secret Router: Connect to Vault…"',
    ],
    [
      "Log in again soon: secret-router vault login.",
      'Log in again soon: "Secret Router: Connect to Vault…".',
    ],
    [
      "the first secret makes it: secret-router set NAME",
      'the first secret makes it: "Secret Router: Store a Secret…"',
    ],
    ["Remove the file secret-router.json.", "Remove the file secret-router.json."],
  ])("says %j in the editor's words", (text, expected) => {
    expect(editorWords(text)).toBe(expected);
  });

  it("leaves no command line in what the shared parts say, but for what the editor cannot do", () => {
    const sentences = ["src/broker", "src/providers", "src/platform", "src/core"]
      .flatMap((folder) => sourceFiles(folder))
      .flatMap(({ text }) => text.split("\n"))
      .filter((line) => /secret-router [a-z]/.test(line) && !/^\s*(\*|\/[/*])/.test(line));
    expect(sentences.length).toBeGreaterThan(10);
    const left = sentences.map(editorWords).filter((line) => /secret-router [a-z]/.test(line));
    expect(left.map((line) => /secret-router [a-z]+/.exec(line)?.[0])).toEqual(["secret-router rm"]);
  });

  it("names commands as the palette does", () => {
    for (const [id, title] of Object.entries(paletteTitles)) {
      const command = manifest.contributes.commands.find((each) => each.command === id);
      expect(title).toBe(`${command?.category}: ${command?.title}`);
    }
  });
});

describe("commandLinks", () => {
  it("finds the commands that a text names, without their quotes", () => {
    const text = 'See "Secret Router: Run Doctor" or "Secret Router: Nothing".';
    const links = commandLinks(text);
    expect(links.map(({ start, end, command }) => [text.slice(start, end), command])).toEqual([
      ["Secret Router: Run Doctor", "secretRouter.runDoctor"],
    ]);
  });
});
