import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { hiddenPrompt } from "../../platform/hiddenPrompt";
import { changeStorePassphrase } from "../../providers/local/changeStorePassphrase";
import { askPassphrase } from "../askSecret";
import { type CommandReport, sentences } from "../commandReport";
import type { CommandContext } from "../context";
import { hasFlag, type Invocation } from "../invocation";
import { recordAudit } from "../recordAudit";

export async function runPassphrase(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const next = hasFlag(invocation, "remove") ? undefined : await askTwice();
  const { directories } = context;
  await changeStorePassphrase({ directories, passphrase: askPassphrase, next });
  const isProtected = next !== undefined;
  await recordAudit(context, {
    action: "set",
    reason: isProtected ? "passphrase set" : "passphrase removed",
  });
  return sentences(
    { protected: isProtected },
    isProtected
      ? "The store's key is protected by the passphrase. It will be asked for whenever the store is opened."
      : "The store's key has no passphrase any more.",
  );
}

async function askTwice(): Promise<SecretValue> {
  const first = await hiddenPrompt("New passphrase (not shown): ");
  if (first === undefined) {
    throw new RouterError(
      "PASSPHRASE_NEEDED",
      "There is no terminal to ask for the passphrase on.",
      "Run the command in a terminal.",
    );
  }
  if (first.reveal() === "") {
    throw new RouterError(
      "PASSPHRASE_WRONG",
      "The passphrase is empty.",
      "Take the passphrase away with secret-router passphrase --remove.",
    );
  }
  const second = await hiddenPrompt("Once more: ");
  if (second?.reveal() === first.reveal()) return first;
  throw new RouterError(
    "PASSPHRASE_WRONG",
    "The two differ, so nothing was changed.",
    "Run the command again.",
  );
}
