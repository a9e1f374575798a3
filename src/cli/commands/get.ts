import { type CommandReport, sentences } from "../commandReport";

export async function runGet(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
