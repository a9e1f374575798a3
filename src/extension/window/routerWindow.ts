import type { AuditLog } from "../../broker/auditLog";
import type { Directories } from "../../platform/directories";
import type { HostVaults } from "../../providers/vault/connection/hostVaults";
import type { DetectedServers } from "../mcp/detectedServers";
import type { ServerChoices } from "../mcp/serverChoices";
import type { Notices } from "../notices";
import type { Questions } from "../questions";
import type { Sessions } from "../sessions/sessions";
import type { TerminalChoice } from "../terminals/terminalChoice";
import type { VaultLogins } from "../vault/vaultLogins";
import type { VaultWatch } from "../vault/vaultWatch";
import type { ChosenEnvironments } from "./chosenEnvironments";
import type { ControlState } from "./controlState";
import type { EnvFiles } from "./envFiles";
import type { OptIn } from "./optIn";
import type { Projects } from "./projects";
import type { RememberedPassphrase } from "./rememberedPassphrase";
import type { StoredNames } from "./storedNames";

/** What the surfaces of one window share. */
export interface RouterWindow {
  readonly directories: Directories;
  /** Of the extension host: the vault's own variables are read from it, and programs inherit it. */
  readonly environment: NodeJS.ProcessEnv;
  /** As the package holds it. */
  readonly bundledPreload: string;
  readonly audit: AuditLog;
  readonly optIn: OptIn;
  readonly projects: Projects;
  readonly environments: ChosenEnvironments;
  readonly control: ControlState;
  readonly sessions: Sessions;
  readonly stored: StoredNames;
  /** Where what asks by itself takes its turn; what a command asks, its user expects at once. */
  readonly questions: Questions;
  readonly passphrase: RememberedPassphrase;
  readonly logins: VaultLogins;
  readonly hostVaults: HostVaults;
  readonly vaults: VaultWatch;
  readonly detected: DetectedServers;
  readonly envFiles: EnvFiles;
  readonly servers: ServerChoices;
  readonly notices: Notices;
  readonly terminalChoice: TerminalChoice;
  close(): Promise<void>;
}
