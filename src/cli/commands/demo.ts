import { type CommandReport, sentences } from "../commandReport";

/** A placeholder until src/cli/demo is there. */
export async function runDemo(): Promise<CommandReport> {
  return sentences({}, "The demo is not built yet.");
}
