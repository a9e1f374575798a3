import { type CommandReport, sentences } from "../commandReport";

export async function runVaultLogin(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
