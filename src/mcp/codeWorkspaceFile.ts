import type { McpFileFormat } from "./mcpServer";
import { parseJsonc } from "./parseJsonc";
import { isObject } from "./readServers";
import { serversOfSettings } from "./serversOfSettings";

/** A `.code-workspace` file holds settings below `settings`. */
export const codeWorkspaceFile: McpFileFormat = {
  placeholders: "editor",
  read(text) {
    const document = parseJsonc(text);
    return serversOfSettings(isObject(document) ? document["settings"] : undefined);
  },
};
