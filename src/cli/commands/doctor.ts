import { type CommandReport, sentences } from "../commandReport";

export async function runDoctor(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
