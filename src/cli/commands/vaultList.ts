import { type CommandReport, sentences } from "../commandReport";

export async function runVaultList(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
