import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { commandLinks, editorWords } from "../editorWords";
import type { Log } from "../log";
import type { LazyWindow } from "../window/lazyWindow";
import type { RouterWindow } from "../window/routerWindow";

export const reportScheme = "secret-router-report";
export type ReportKind = "resolution" | "doctor" | "audit";

const titles: Readonly<Record<ReportKind, string>> = {
  resolution: "Resolution Report",
  doctor: "Doctor",
  audit: "Audit Log",
};

/** Reports are documents that nobody can edit and nothing keeps: made when they are shown, and again on request. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  readonly #window: LazyWindow;
  readonly #log: Log;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changes.event;

  constructor(window: LazyWindow, log: Log) {
    this.#window = window;
    this.#log = log;
  }

  async show(kind: ReportKind): Promise<void> {
    const uri = uriOf(kind);
    const isOpen = vscode.workspace.textDocuments.some(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (isOpen) this.#changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** The one in front, or all that are open. */
  refresh(): void {
    const front = vscode.window.activeTextEditor?.document.uri;
    const open = vscode.workspace.textDocuments.map(({ uri }) => uri);
    const wanted =
      front?.scheme === reportScheme ? [front] : open.filter(({ scheme }) => scheme === reportScheme);
    for (const uri of wanted) this.#changes.fire(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const kind = kindOf(uri);
    const window = await this.#window.get();
    if (kind === undefined || window === undefined)
      return "There is nothing to report in a workspace that you do not trust.\n";
    const progress = { location: vscode.ProgressLocation.Window, title: `Secret Router: ${titles[kind]}` };
    return vscode.window.withProgress(progress, () => this.#textOf(kind, window));
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    return commandLinks(document.getText()).map(({ start, end, command }) => {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      return new vscode.DocumentLink(range, vscode.Uri.parse(`command:${command}`));
    });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  async #textOf(kind: ReportKind, window: RouterWindow): Promise<string> {
    try {
      return `${editorWords(await textOf(kind, window))}\n`;
    } catch (error) {
      this.#log.error("A report could not be made.", error, { report: kind });
      return RouterError.is(error)
        ? `${editorWords(`${error.message}\n${error.nextStep}`)}\n`
        : "The report could not be made. The log of Secret Router says more.\n";
    }
  }
}

async function textOf(kind: ReportKind, window: RouterWindow): Promise<string> {
  switch (kind) {
    case "resolution":
      return (await import("./resolutionReport")).resolutionReport(window);
    case "doctor":
      return (await import("./doctorReport")).doctorReport(window);
    case "audit":
      return (await import("./auditReport")).auditReport(window);
    default:
      return kind satisfies never;
  }
}

/** The last part of the path is what the editor shows as the document's name. */
function uriOf(kind: ReportKind): vscode.Uri {
  return vscode.Uri.from({ scheme: reportScheme, path: `/${titles[kind]}` });
}

function kindOf({ path }: vscode.Uri): ReportKind | undefined {
  return (Object.keys(titles) as ReportKind[]).find((kind) => path === `/${titles[kind]}`);
}
