import { referenceOf } from "../../core/launchScope";
import type { Outcome } from "../../core/provider";
import { printReference, type Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import { checkedName } from "../checkedName";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import { firstOperand, flagText, hasFlag, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";
import { recordAudit } from "../recordAudit";
import { usageError } from "../usageError";

export async function runGet(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const name = checkedName(firstOperand(invocation));
  if (!hasFlag(invocation, "reveal")) {
    throw usageError(
      `get prints the value of ${name}, where the screen and its scrollback keep it.`,
      `If that is what you want: secret-router get ${name} --reveal`,
    );
  }
  const { configuration, project } = await loadConfiguration(
    context.cwd,
    flagText(invocation, "environment"),
  );
  const reference = referenceOf(name, configuration, project);
  const printed = printReference(reference);
  const outcome = await withProviders(context, configuration, async (provider) => {
    const outcomes = await (await provider(reference.provider)).resolve([reference], context.signal);
    return outcomes.get(printed);
  });
  const { value, version } = foundOr(outcome, name, reference);
  await recordAudit(context, { action: "reveal", name, reference: printed, ...(version && { version }) });
  const text = value.reveal();
  return {
    document: { name, reference: printed, version, value: text },
    text: () => (context.stdoutIsTerminal ? `${text}\n` : text),
    verbatim: true,
  };
}

function foundOr(outcome: Outcome | undefined, name: string, reference: Reference) {
  if (outcome?.status === "found") return outcome;
  if (outcome?.status === "error") throw outcome.error;
  throw new RouterError(
    "SECRET_MISSING",
    `There is no ${name}: ${outcome?.why ?? "nothing was answered"}.`,
    reference.provider === "local"
      ? `Store it: secret-router set ${name}`
      : "Check the reference in secret-router.json.",
  );
}
