import type { CommandSpec } from "./commandSpec";
import { auditSpec } from "./commands/audit.spec";
import { completionSpec } from "./commands/completion.spec";
import { demoSpec } from "./commands/demo.spec";
import { doctorSpec } from "./commands/doctor.spec";
import { execSpec } from "./commands/exec.spec";
import { getSpec } from "./commands/get.spec";
import { helpSpec } from "./commands/help.spec";
import { importSpec } from "./commands/import.spec";
import { killSpec } from "./commands/kill.spec";
import { listSpec } from "./commands/list.spec";
import { modeSpec } from "./commands/mode.spec";
import { passphraseSpec } from "./commands/passphrase.spec";
import { refreshSpec } from "./commands/refresh.spec";
import { resolveSpec } from "./commands/resolve.spec";
import { resumeSpec } from "./commands/resume.spec";
import { rmSpec } from "./commands/rm.spec";
import { setSpec } from "./commands/set.spec";
import { statusSpec } from "./commands/status.spec";
import { vaultListSpec } from "./commands/vaultList.spec";
import { vaultLoginSpec } from "./commands/vaultLogin.spec";
import { vaultLogoutSpec } from "./commands/vaultLogout.spec";

/** Every command, in the order in which a new user meets them. */
export const commandSpecs: readonly CommandSpec[] = [
  demoSpec,
  execSpec,
  setSpec,
  getSpec,
  listSpec,
  rmSpec,
  importSpec,
  passphraseSpec,
  resolveSpec,
  modeSpec,
  killSpec,
  resumeSpec,
  refreshSpec,
  statusSpec,
  auditSpec,
  doctorSpec,
  vaultLoginSpec,
  vaultLogoutSpec,
  vaultListSpec,
  completionSpec,
  helpSpec,
];

/** The first words of commands that have two. */
export const commandGroups: readonly string[] = [
  ...new Set(commandSpecs.flatMap(({ name }) => (name.includes(" ") ? [name.split(" ")[0] ?? ""] : []))),
];
