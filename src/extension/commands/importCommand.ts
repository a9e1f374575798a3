import * as vscode from "vscode";
import { providerAcross } from "../../broker/resolution/providerAcross";
import type { NameRules } from "../../contract/secretNames";
import { nameRulesOf, referenceOf } from "../../core/launchScope";
import type { Provider } from "../../core/provider";
import { counted } from "../../core/text/counted";
import { lendProviders } from "../../providers/lendProviders";
import { type ImportPlanRequest, importEnvFile, planImport } from "../../providers/local/importEnvFile";
import type { ImportReport } from "../../providers/local/importReport";
import { type LocalStore, openLocalStore } from "../../providers/local/localStore";
import { providersOptions } from "../vault/providersOptions";
import type { Project } from "../window/readProject";
import type { RouterWindow } from "../window/routerWindow";
import { chooseEnvFile } from "./chooseEnvFile";
import { type FileOfWorkspace, fileOfWorkspace } from "./fileOfWorkspace";
import { importChoices } from "./importChoices";
import { openDocument } from "./openDocument";
import { refresh } from "./refresh";
import { putFileBack } from "./undoImportCommand";

const timeoutMs = 30_000;

/** Moves the secrets of a `.env` file that the user chooses: which of them, and whether they leave the file. */
export async function importFile(window: RouterWindow): Promise<void> {
  if (window.projects.all.length === 0) {
    void window.notices.answer("noFolder", "Open a folder first: secrets are stored for a project.");
    return;
  }
  const named = await chooseEnvFile(window);
  if (named === undefined) return;
  const file = fileOfWorkspace(named);
  if (!(await mayFollow(named, file)) || !(await isSaved(named, file))) return;
  const project = window.projects.of(vscode.workspace.getWorkspaceFolder(vscode.Uri.file(named)));
  if (project === undefined) return;
  const { directories, audit, passphrase } = window;
  const { configuration } = project;
  const originals = openLocalStore({ directories, passphrase: passphrase.ask });
  try {
    const report = await lendProviders(providersOptions(window, configuration), (lent) =>
      importInto(window, providerAcross(configuration.provider, lent), originals, project, file),
    );
    if (report === undefined) return;
    const names = report.moved.map(({ name }) => name);
    if (names.length === 0) return;
    audit.record({ action: "import", file: report.path, names });
    await refresh(window, names);
    void tell(window, report);
  } finally {
    originals.forget();
  }
}

async function importInto(
  { notices }: RouterWindow,
  provider: Provider,
  originals: LocalStore,
  project: Project,
  { path, shown }: FileOfWorkspace,
): Promise<ImportReport | undefined> {
  const { configuration, name: own } = project;
  const request = (rules: NameRules, replace: boolean): ImportPlanRequest => ({
    path,
    rules,
    provider,
    referenceFor: (name) => referenceOf(name, configuration, own),
    replace,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const rules = nameRulesOf(configuration, undefined);
  const { items, stays } = importChoices(await planImport(request(rules, false)), (name) =>
    request(rules, false).referenceFor(name),
  );
  if (items.length === 0) {
    const all = stays.map(({ what, why }) => `${what} stays: ${why}.`);
    const message = [`${shown} holds no secret that could be stored.`, ...all].join(" ");
    void notices.answer("nothingToImport", message);
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Secret Router: import from ${shown} (1/2)`,
    placeHolder: staysWords(stays),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined || chosen.length === 0) return undefined;
  const isDelete = await askDelete(shown, chosen.length, project);
  if (isDelete === undefined) return undefined;
  const scope = chosen.map(({ label }) => label);
  const wanted = request(
    { ...rules, scope },
    chosen.some(({ replaces }) => replaces),
  );
  return importEnvFile({ ...wanted, originals, delete: isDelete });
}

function staysWords(stays: readonly { readonly what: string }[]): string {
  if (stays.length === 0) return "Which secrets to store";
  return `Which secrets to store. In the file stay: ${stays.map(({ what }) => what).join(", ")}`;
}

/** Whether what was moved leaves the file; what would break is said before and not after. */
async function askDelete(file: string, count: number, project: Project): Promise<boolean | undefined> {
  const { mode } = project.configuration;
  const lacking =
    mode === "vault"
      ? ""
      : ` Mode ${mode} has programs read their environment: those that load ${file} would miss them.`;
  const items = [
    {
      label: "$(copy) Store, and leave the file as it is",
      detail:
        "Nothing changes for your programs. Import again to take them out, once all works from the vault.",
      isDelete: false,
    },
    {
      label: `$(trash) Store, and take out of ${file}`,
      detail: `The file is kept sealed in your store and can be put back byte for byte.${lacking}`,
      isDelete: true,
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Secret Router: import from ${file} (2/2)`,
    placeHolder: `What becomes of ${counted(count, "secret")} in the file`,
    ignoreFocusOut: true,
  });
  return chosen?.isDelete;
}

/** A link of a repository may lead to any file of its user, and what is taken out is taken out of that one. */
async function mayFollow(
  named: string,
  { path, inWorkspace, isElsewhere }: FileOfWorkspace,
): Promise<boolean> {
  if (!isElsewhere || inWorkspace !== undefined) return true;
  const follow = "Import from That File";
  const choice = await vscode.window.showWarningMessage(
    `${vscode.workspace.asRelativePath(named)} is a link that leads out of this workspace.`,
    { modal: true, detail: `Its secrets are those of ${path}. What is taken out is taken out of that file.` },
    follow,
  );
  return choice === follow;
}

/** What is imported is the file, not what is still being typed. */
async function isSaved(named: string, { path, shown }: FileOfWorkspace): Promise<boolean> {
  const document = openDocument(named) ?? openDocument(path);
  if (document?.isDirty !== true) return true;
  const save = "Save and Import";
  const choice = await vscode.window.showWarningMessage(
    `${shown} has changes that are not saved.`,
    { modal: true, detail: "The file is imported as it is saved." },
    save,
  );
  return choice === save && (await document.save());
}

async function tell(window: RouterWindow, { path, moved, isRewritten }: ImportReport): Promise<void> {
  const { shown: file } = fileOfWorkspace(path);
  const secrets = counted(moved.length, "secret");
  if (!isRewritten) {
    await window.notices.tell(
      "imported",
      `Stored ${secrets} of ${file}, which still holds ${moved.length === 1 ? "it" : "them"} in plain text.`,
    );
    return;
  }
  const undo = "Undo";
  const choice = await window.notices.tell(
    "imported",
    `Stored ${secrets} and took ${moved.length === 1 ? "it" : "them"} out of ${file}, whose original is kept sealed.`,
    undo,
  );
  if (choice === undo) await putFileBack(window, path);
}
