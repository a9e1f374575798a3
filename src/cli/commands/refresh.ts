import { type CommandReport, sentences } from "../commandReport";

export async function runRefresh(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
