import { referenceOf } from "../../core/launchScope";
import { printReference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import { checkedName } from "../checkedName";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { firstOperand, flagText, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";
import { placeOf } from "../placeOf";
import { recordAudit } from "../recordAudit";
import { tellSessions } from "../tellSessions";

export async function runRm(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const name = checkedName(firstOperand(invocation));
  const { configuration, project } = await loadConfiguration(
    context.cwd,
    flagText(invocation, "environment"),
  );
  const reference = referenceOf(name, configuration, project);
  const removed = await withProviders(context, configuration, async (provider) => {
    const found = await provider(reference.provider);
    if (found.remove === undefined) throw readOnly(found.id);
    return found.remove(reference, context.signal);
  });
  if (!removed) {
    throw new RouterError(
      "SECRET_MISSING",
      `There is no ${name} in ${placeOf(reference)}.`,
      "See what is stored: secret-router list",
    );
  }
  const printed = printReference(reference);
  await recordAudit(context, { action: "remove", name, reference: printed });
  return sentences(
    { name, reference: printed, removed: true },
    `Removed ${name} from ${placeOf(reference)}.`,
    ...(await tellSessions(context, name, reference)),
  );
}

function readOnly(id: string): RouterError {
  return new RouterError(
    "PROVIDER_READ_ONLY",
    `The provider ${id} removes nothing through Secret Router.`,
    "Remove the secret with the provider's own program.",
  );
}
