import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { type Finding, ok, problem, warning } from "./finding";

const area = "NODE_OPTIONS";

/** What would keep every `node` from starting, which looks like our fault even where it is not. */
export function checkNodeOptions(nodeOptions: string | undefined, cwd: string): readonly Finding[] {
  if (nodeOptions === undefined || nodeOptions.trim() === "") return [ok(area, "Not set.")];
  const words = splitNodeOptions(nodeOptions);
  if (words === undefined) {
    return [
      problem(
        area,
        "It holds a double quote that is never closed, so no node starts.",
        "Close the quote, or unset NODE_OPTIONS.",
      ),
    ];
  }
  const findings = preloads(words).flatMap((path): readonly Finding[] => {
    if (path.startsWith("'")) {
      return [
        problem(
          area,
          `It quotes ${path} with single quotes, which Node does not know.`,
          "Use double quotes around the path.",
        ),
      ];
    }
    // A bare name is a package, found from the program's own folder.
    if (!isAbsolute(path) && !path.startsWith(".")) return [];
    if (existsSync(resolve(cwd, path))) return [];
    return [
      problem(
        area,
        `It loads ${path}, which does not exist, so no node starts.`,
        "Take that --require out of NODE_OPTIONS; a path with a space needs double quotes around it.",
      ),
    ];
  });
  if (findings.length > 0) return findings;
  return words.includes("--permission") || words.includes("--experimental-permission")
    ? [
        warning(
          area,
          "It turns on Node's permission model, which keeps programs from reading their session.",
          "Allow the session's folder with --allow-fs-read, or route these programs in mode off.",
        ),
      ]
    : [ok(area, "Set, and nothing in it keeps node from starting.")];
}

/** As Node splits it: at spaces, with double quotes, inside which a backslash escapes. */
export function splitNodeOptions(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (character === '"') {
      isQuoted = !isQuoted;
      word ??= "";
    } else if (character === "\\" && isQuoted) {
      index++;
      word = (word ?? "") + (text[index] ?? "");
    } else if (character === " " && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (isQuoted) return undefined;
  return word === undefined ? words : [...words, word];
}

function preloads(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const match = /^(?:--require|-r)(?:=(.*))?$/s.exec(word);
    if (match === null) return [];
    const path = match[1] ?? words[index + 1];
    return path === undefined ? [] : [path];
  });
}
