import { storeAcross } from "../../broker/resolution/storeAcross";
import { isRoutedName } from "../../contract/secretNames";
import { nameRulesOf, referenceOf } from "../../core/launchScope";
import { printReference, type Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { openLocalStore } from "../../providers/local/localStore";
import { askPassphrase, askSecret } from "../askSecret";
import { checkedName } from "../checkedName";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { firstOperand, flagText, type Invocation } from "../invocation";
import { loadConfiguration } from "../loadConfiguration";
import { withProviders } from "../openProviders";
import { placeOf } from "../placeOf";
import { recordAudit } from "../recordAudit";
import { tellSessions } from "../tellSessions";

interface Stored {
  readonly version?: string;
  readonly created?: { readonly store: string; readonly identity: string };
}

export async function runSet(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const name = checkedName(firstOperand(invocation));
  const { configuration, project } = await loadConfiguration(
    context.cwd,
    flagText(invocation, "environment"),
  );
  const reference = referenceOf(name, configuration, project);
  const value = await askSecret(`Value of ${name}`);
  if (value.reveal() === "") throw noValue(name);
  const stored: Stored =
    reference.provider === "local"
      ? await storeLocally(context, reference, value)
      : await withProviders(context, configuration, (provider) =>
          storeAcross(reference, value, provider, context.signal),
        );
  const { version, created } = stored;
  const printed = printReference(reference);
  await recordAudit(context, { action: "set", name, reference: printed, ...(version && { version }) });
  const lines = [
    `Stored ${name} in ${placeOf(reference)}${version === undefined ? "" : `, version ${version}`}.`,
    ...(await tellSessions(context, name, reference)),
  ];
  if (created !== undefined) {
    lines.push(
      `This created the store ${created.store} and its key ${created.identity}.`,
      "Keep a copy of both: without the key nobody can open the store.",
    );
  }
  if (!isRoutedName(name, nameRulesOf(configuration, undefined))) {
    lines.push(
      `Programs are not served ${name} yet, because it does not look like the name of a secret.`,
      `Add it to secret-router.json: "secrets": { "${name}": "${printed}" }`,
    );
  }
  return sentences({ name, reference: printed, version, created }, ...lines);
}

async function storeLocally(
  context: CommandContext,
  reference: Reference,
  value: SecretValue,
): Promise<Stored> {
  const store = openLocalStore({ directories: context.directories, passphrase: askPassphrase });
  try {
    return await store.set(reference.path, value);
  } finally {
    store.forget();
  }
}

function noValue(name: string): RouterError {
  return new RouterError("SECRET_MISSING", "No value was given.", `Type or pipe the value of ${name}.`);
}
