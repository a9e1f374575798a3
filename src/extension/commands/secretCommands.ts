import * as vscode from "vscode";
import { maxNameLength } from "../../contract/secretNames";
import { referenceOf } from "../../core/launchScope";
import { printReference, type Reference } from "../../core/reference";
import { SecretValue } from "../../core/secretValue";
import { linkless } from "../linkless";
import { projectOf } from "../window/projectOf";
import type { RouterWindow } from "../window/routerWindow";
import { chooseProject } from "./chooseProject";
import { storeValue } from "./storeValue";

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
  const shown: vscode.InputBoxOptions = {
    title: `Secret Router: store ${name}`,
    prompt: linkless(`The value for ${printReference(reference)}. It is not shown.`),
    password: true,
    ignoreFocusOut: true,
    validateInput: (input) => (input === "" ? "Type or paste the value" : undefined),
  };
  const text = await window.questions.now(() => vscode.window.showInputBox(shown));
  if (text === undefined || text === "") return;
  await storeValue(window, project, name, new SecretValue(text));
  void window.notices.tell("stored", `Stored ${name} in ${placeOf(reference)}.`);
}

export async function openConfiguration(window: RouterWindow): Promise<void> {
  const project = await chooseProject(window);
  if (project === undefined) return;
  const file = project.path;
  if (file !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.file(file));
    return;
  }
  void window.notices.answer(
    "noConfiguration",
    "There is no secret-router.json yet: the defaults hold. Switching the mode makes one.",
  );
}

export async function stopSession(window: RouterWindow, id: string | undefined): Promise<void> {
  const session = window.sessions.routed.find((routed) => routed.id === id);
  // It would be there again at the next look: what the user means is the workspace's terminals.
  if (session?.kind === "terminals") await window.terminalChoice.set("off");
  else if (session !== undefined) await window.sessions.close(session.id);
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
