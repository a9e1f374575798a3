import type { CommandReport } from "../commandReport";
import { commandSpecs } from "../commandTable";
import { bashCompletion } from "../completion/bashCompletion";
import { completionModel } from "../completion/completionModel";
import { fishCompletion } from "../completion/fishCompletion";
import { powershellCompletion } from "../completion/powershellCompletion";
import { zshCompletion } from "../completion/zshCompletion";
import { firstOperand, type Invocation } from "../invocation";
import type { Shell } from "./completion.spec";

const printers = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
} as const;

export async function runCompletion(invocation: Invocation): Promise<CommandReport> {
  // The parser has checked it against the spec's choices.
  const shell = firstOperand(invocation) as Shell;
  const script = printers[shell](completionModel(commandSpecs));
  return { document: { shell, script }, text: () => script, verbatim: true };
}
