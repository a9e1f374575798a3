import type { McpFileFormat } from "./mcpServer";
import { parseJsonc } from "./parseJsonc";
import { serversOfSettings } from "./serversOfSettings";

/** The editor's settings, of the user, a folder or a profile. */
export const vscodeSettingsFile: McpFileFormat = {
  placeholders: "editor",
  read: (text) => serversOfSettings(parseJsonc(text)),
};
