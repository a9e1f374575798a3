import { type CommandReport, sentences } from "../commandReport";

export async function runMode(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
