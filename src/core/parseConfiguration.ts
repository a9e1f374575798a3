import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { ConfigurationFile } from "./configurationFile";
import { type ConfigurationProblem, lineOf } from "./configurationProblem";
import { parseLayer } from "./parseLayer";
import { RouterError } from "./routerError";

/** The last accepted size of the file, in characters. */
export const maxConfigurationLength = 1024 * 1024;

/**
 * Parses `secret-router.json` (JSON with comments).
 * @param path only named in messages.
 * @throws RouterError CONFIG_NOT_JSON or CONFIG_INVALID; the message names every key, line and fix.
 */
export function parseConfiguration(text: string, path: string): ConfigurationFile {
  if (text.length > maxConfigurationLength) throw invalid(path, [tooLarge]);
  const errors: ParseError[] = [];
  const root = attemptTree(text, path, errors);
  const firstError = errors[0];
  if (firstError !== undefined || root === undefined) throw notJson(text, path, firstError);
  const problems: ConfigurationProblem[] = [];
  const layer = parseLayer(root, { text, problems, prefix: "", top: true });
  if (problems.length > 0) throw invalid(path, problems);
  return { layer, environmentNames: [...(layer.environments?.keys() ?? [])] };
}

function attemptTree(text: string, path: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch {
    // The parser is recursive: a file that nests some thousand levels deep exhausts the stack.
    throw invalid(path, [tooDeep]);
  }
}

const tooLarge: ConfigurationProblem = {
  key: "(the file)",
  line: 1,
  message: `is larger than ${maxConfigurationLength} characters`,
  fix: "Split the project or remove what is not needed.",
};

const tooDeep: ConfigurationProblem = {
  key: "(the file)",
  line: 1,
  message: "nests too deeply",
  fix: "Nothing in it needs more than five levels.",
};

function notJson(text: string, path: string, error: ParseError | undefined): RouterError {
  const line = lineOf(text, error?.offset ?? 0);
  const what = error === undefined ? "it is empty" : splitWords(printParseErrorCode(error.error));
  return new RouterError(
    "CONFIG_NOT_JSON",
    `${path}, line ${line}: not valid JSON (${what}).`,
    "Mend the line; comments and trailing commas are allowed.",
  );
}

function invalid(path: string, problems: readonly ConfigurationProblem[]): RouterError {
  const lines = problems.map(
    ({ key, line, message, fix }) => `${path}, line ${line}: "${key}" ${message}. ${fix}`,
  );
  return new RouterError(
    "CONFIG_INVALID",
    lines.join("\n"),
    "Until it is mended, the last good configuration stays.",
  );
}

function splitWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
