import { isVariableName, maxNameLength } from "../contract/secretNames";
import { RouterError } from "../core/routerError";

/**
 * A secret name as the user typed it. The message does not repeat it: what is no name may be the value itself.
 * @throws RouterError NAME_INVALID.
 */
export function checkedName(text: string): string {
  if (isVariableName(text)) return text;
  throw new RouterError(
    "NAME_INVALID",
    text.includes("=")
      ? "That is NAME=VALUE; a value is not taken from the command line, where shell history and process lists keep it."
      : `That is not the name of a variable: it may hold letters, digits and _, up to ${maxNameLength} of them, and does not begin with a digit.`,
    "Give the name alone, as in OPENAI_API_KEY. If the value was a real secret, replace it.",
  );
}
