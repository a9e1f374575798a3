import type { Providers } from "../../core/provider";
import { counted } from "../../core/text/counted";
import { formatTime } from "../../core/text/formatTime";
import type { Directories } from "../../platform/directories";
import { readControl } from "../control";
import { removeStaleSessions } from "../removeStaleSessions";
import { checkAuditLog } from "./checkAuditLog";
import { checkClock } from "./checkClock";
import { type ConfigurationFacts, checkConfiguration } from "./checkConfiguration";
import { checkEnvFiles } from "./checkEnvFiles";
import { checkFolders } from "./checkFolders";
import { checkProviders } from "./checkProviders";
import { type Finding, ok, warning } from "./finding";

export interface DiagnosisFacts {
  readonly directories: Directories;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly loaded: ConfigurationFacts;
  readonly provider: Providers;
  readonly signal: AbortSignal;
  readonly nowMs: number;
}

/** What is checked alike wherever it is asked for: the user's files, this folder's configuration, and the providers. */
export async function diagnose(facts: DiagnosisFacts): Promise<readonly Finding[]> {
  const { directories, folder, loaded, provider, signal, nowMs } = facts;
  const { configuration, path } = loaded;
  return [
    ...checkFolders(directories),
    checkConfiguration(loaded),
    ...(await checkProviders(configuration, provider, signal)),
    ...checkClock(directories, nowMs),
    checkLeftovers(facts),
    checkKillSwitch(directories),
    ...(await checkAuditLog(directories)),
    ...checkEnvFiles(folder, configuration, path),
  ];
}

function checkLeftovers({ directories, environment }: DiagnosisFacts): Finding {
  const removed = removeStaleSessions(directories, environment).length;
  return removed === 0
    ? ok("sessions", "Crashed sessions left nothing behind.")
    : ok("sessions", `Removed what ${counted(removed, "crashed session")} had left behind.`);
}

function checkKillSwitch(directories: Directories): Finding {
  const { killed } = readControl(directories);
  if (killed === null) return ok("kill switch", "Not thrown.");
  return warning(
    "kill switch",
    `Thrown at ${formatTime(killed.at)} (${killed.reason}): everything comes from the environment.`,
    "Lift it: secret-router resume",
  );
}
