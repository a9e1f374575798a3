import { type ParseError, parse } from "jsonc-parser";

// A larger file is no configuration, and one that nests deeply exhausts the stack of the parser.
const maxLength = 4 * 1024 * 1024;

/** JSON with comments and trailing commas, as the editors read it; undefined for what is broken. */
export function parseJsonc(text: string): unknown {
  if (text.length > maxLength) return undefined;
  const errors: ParseError[] = [];
  try {
    const value: unknown = parse(text.replace(/^\ufeff/, ""), errors, { allowTrailingComma: true });
    return errors.length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}
