import { type CommandReport, sentences } from "../commandReport";

export async function runResolve(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
