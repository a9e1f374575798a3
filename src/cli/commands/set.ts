import { type CommandReport, sentences } from "../commandReport";

export async function runSet(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
