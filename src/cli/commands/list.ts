import { type CommandReport, sentences } from "../commandReport";

export async function runList(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
