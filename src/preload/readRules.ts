import { isAgentEnvironment } from "../contract/agentMarkers";
import { maxRulesBytes, parseRulesFile, rulesFileName } from "../contract/rulesFile";
import type { NameRules } from "../contract/secretNames";
import { bufferToString } from "./builtins";
import { isPrivateDirectory, readPrivateFile } from "./privateFile";

/**
 * The rules of a handle that may never change, read once by each program: undefined where the plain environment serves,
 * because nobody routes the terminal now or because an AI agent has started the program and may not.
 */
export function readRules(directory: string, env: NodeJS.ProcessEnv): NameRules | undefined {
  if (!isPrivateDirectory(directory)) return undefined;
  const bytes = readPrivateFile(`${directory}/${rulesFileName}`, maxRulesBytes);
  if (typeof bytes === "string") return undefined;
  const file = parseRulesFile(bufferToString(bytes, "utf8"));
  if (file === undefined || (!file.routesAgents && isAgentEnvironment(env))) return undefined;
  return file.rules;
}
