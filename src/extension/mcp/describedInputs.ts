import type { ServerInput } from "../../mcp/mcpServer";

/**
 * Those of a file's inputs that are needed, in the order of the need. Of two with one id the first counts; one that the
 * file does not describe is left out. A repository writes both lists, so that neither is gone through for the other.
 */
export function describedInputs(
  ids: readonly string[],
  inputs: readonly ServerInput[],
): readonly ServerInput[] {
  const byId = new Map(inputs.toReversed().map((input) => [input.id, input]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
