import * as vscode from "vscode";
import { requestRefresh } from "../../broker/requestRefresh";
import { maxNameLength } from "../../contract/secretNames";
import { referenceOf } from "../../core/launchScope";
import { printReference, type Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import { SecretValue } from "../../core/secretValue";
import { openLocalStore } from "../../providers/local/localStore";
import { createProviders } from "../../providers/registry";
import { linkless } from "../linkless";
import { providersOptions } from "../vault/providersOptions";
import { projectOf } from "../window/projectOf";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { chooseProject } from "./chooseProject";

const storeTimeoutMs = 15_000;

export async function copyReference(
  window: RouterWindow,
  name: string | undefined,
  folder: string | undefined,
): Promise<void> {
  const project = projectOf(window, name, folder);
  if (name === undefined || project === undefined) return;
  const reference = printReference(referenceOf(name, project.configuration, project.name));
  await vscode.env.clipboard.writeText(reference);
  vscode.window.setStatusBarMessage(`Copied ${reference}`, 3_000);
}

/** The value goes from a hidden input into the provider, and nowhere else. */
export async function storeSecret(
  window: RouterWindow,
  given: string | undefined,
  folder: string | undefined,
): Promise<void> {
  const project = given === undefined ? await chooseProject(window) : projectOf(window, given, folder);
  if (project === undefined) return;
  const name = given ?? (await askName());
  if (name === undefined) return;
  const reference = referenceOf(name, project.configuration, project.name);
  const text = await vscode.window.showInputBox({
    title: `Secret Router: store ${name}`,
    prompt: linkless(`The value for ${printReference(reference)}. It is not shown.`),
    password: true,
    ignoreFocusOut: true,
    validateInput: (input) => (input === "" ? "Type or paste the value" : undefined),
  });
  if (text === undefined || text === "") return;
  await store(window, project, reference, new SecretValue(text));
  window.audit.record({ action: "set", name, reference: printReference(reference) });
  await refresh(window, [name]);
  void window.notices.tell("stored", `Stored ${name} in ${placeOf(reference)}.`);
}

/** Running programs get what the vault holds now. */
export async function refresh(window: RouterWindow, names: readonly string[]): Promise<void> {
  const { directories, audit } = window;
  window.projects.refresh();
  await window.stored.refresh();
  await requestRefresh({ directories, audit, names });
}

export async function refreshSecret(window: RouterWindow, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  await refresh(window, [name]);
  vscode.window.setStatusBarMessage(`Read ${name} again`, 3_000);
}

export async function openConfiguration(window: RouterWindow): Promise<void> {
  const project = await chooseProject(window);
  if (project === undefined) return;
  const file = project.path;
  if (file !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.file(file));
    return;
  }
  void vscode.window.showInformationMessage(
    "There is no secret-router.json yet: the defaults hold. Switching the mode makes one.",
  );
}

export async function stopSession(window: RouterWindow, id: string | undefined): Promise<void> {
  const session = window.sessions.routed.find((routed) => routed.id === id);
  // It would be there again at the next look: what the user means is the workspace's terminals.
  if (session?.kind === "terminals") await window.terminalChoice.set("off");
  else if (session !== undefined) await window.sessions.close(session.id);
}

async function store(
  window: RouterWindow,
  project: Project,
  reference: Reference,
  value: SecretValue,
): Promise<void> {
  if (reference.provider === "local") {
    // The store's first secret makes it, which a provider that only reads would not.
    const { directories, passphrase } = window;
    const local = openLocalStore({ directories, passphrase: passphrase.ask });
    try {
      await local.set(reference.path, value);
    } finally {
      local.forget();
    }
    return;
  }
  const lookUp = createProviders(providersOptions(window, project.configuration));
  const provider = await lookUp(reference.provider);
  try {
    if (provider.store === undefined) throw readOnly(provider.id);
    await provider.store(reference, value, AbortSignal.timeout(storeTimeoutMs));
  } finally {
    await provider.close();
  }
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "Secret Router: store a secret",
    prompt: "The name of the environment variable",
    placeHolder: "OPENAI_API_KEY",
    // One looks the name up in the code.
    ignoreFocusOut: true,
    validateInput: (name) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= maxNameLength
        ? undefined
        : "Letters, digits and _, as in OPENAI_API_KEY",
  });
}

function placeOf(reference: Reference): string {
  return reference.provider === "local" ? "your encrypted store" : printReference(reference);
}

function readOnly(provider: string): RouterError {
  return new RouterError(
    "PROVIDER_READ_ONLY",
    `The provider ${provider} stores nothing through Secret Router.`,
    "Change the secret with the provider's own program.",
  );
}
