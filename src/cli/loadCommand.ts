import type { CommandReport } from "./commandReport";
import type { CommandContext } from "./context";
import type { Invocation } from "./invocation";

export type Command = (invocation: Invocation, context: CommandContext) => Promise<CommandReport>;

/** A command pays only for its own code: each import is a chunk of its own in the bundle. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  audit: async () => (await import("./commands/audit")).runAudit,
  completion: async () => (await import("./commands/completion")).runCompletion,
  demo: async () => (await import("./commands/demo")).runDemo,
  doctor: async () => (await import("./commands/doctor")).runDoctor,
  get: async () => (await import("./commands/get")).runGet,
  import: async () => (await import("./commands/import")).runImport,
  kill: async () => (await import("./commands/kill")).runKill,
  list: async () => (await import("./commands/list")).runList,
  mode: async () => (await import("./commands/mode")).runMode,
  passphrase: async () => (await import("./commands/passphrase")).runPassphrase,
  refresh: async () => (await import("./commands/refresh")).runRefresh,
  resolve: async () => (await import("./commands/resolve")).runResolve,
  resume: async () => (await import("./commands/resume")).runResume,
  rm: async () => (await import("./commands/rm")).runRm,
  set: async () => (await import("./commands/set")).runSet,
  status: async () => (await import("./commands/status")).runStatus,
  "vault list": async () => (await import("./commands/vaultList")).runVaultList,
  "vault login": async () => (await import("./commands/vaultLogin")).runVaultLogin,
  "vault logout": async () => (await import("./commands/vaultLogout")).runVaultLogout,
};

/** Undefined for `exec` and `help`, which the entry and the dispatcher run themselves. */
export function loadCommand(name: string): Promise<Command> | undefined {
  return loaders[name]?.();
}
