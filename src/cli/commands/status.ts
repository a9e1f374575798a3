import { type CommandReport, sentences } from "../commandReport";

export async function runStatus(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
