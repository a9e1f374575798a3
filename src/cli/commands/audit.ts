import { type CommandReport, sentences } from "../commandReport";

export async function runAudit(): Promise<CommandReport> {
  return sentences({}, "not yet");
}
