import { type CommandReport, sentences } from "../commandReport";

export async function runRm(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
