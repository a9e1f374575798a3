import { type CommandReport, sentences } from "../commandReport";

export async function runKill(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
