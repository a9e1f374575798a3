import { type CommandReport, sentences } from "../commandReport";

export async function runVaultLogout(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
