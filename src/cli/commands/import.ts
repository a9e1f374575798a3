import { type CommandReport, sentences } from "../commandReport";

export async function runImport(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
