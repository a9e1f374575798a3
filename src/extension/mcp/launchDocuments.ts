import * as vscode from "vscode";

const scheme = "secret-router-launch";

/** Launches as documents that nobody can edit and nothing keeps, for those that are too long for a notification. */
export class LaunchDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;

  constructor() {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changes.event,
      provideTextDocumentContent: ({ query }) => this.#texts.get(query) ?? "",
    });
  }

  async show(key: string, title: string, text: string): Promise<void> {
    // The last part of the path is what the editor shows as the document's name.
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll("/", "-")}`, query: key });
    this.#texts.set(key, text);
    this.#changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    vscode.Disposable.from(this.#provider, this.#changes).dispose();
  }
}
