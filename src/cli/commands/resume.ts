import { type CommandReport, sentences } from "../commandReport";

export async function runResume(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
