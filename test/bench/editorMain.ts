// A bundle of its own: it needs the rig of the editor's tests, which finds the checkout from where its bundle lies.
import { type Editor, editors, missingFor } from "../vscode/rig/editors";
import { editorActivation } from "./editorActivation";
import { editorLaunch } from "./editorLaunch";
import { editorView } from "./editorView";
import { type Figure, notMeasurable } from "./figure";

export interface EditorFigures {
  activation(): Promise<readonly Figure[]>;
  launch(): Promise<readonly Figure[]>;
  view(): Promise<readonly Figure[]>;
}

export const editorFigures: EditorFigures = {
  activation: () => inEachEditor(editorActivation),
  launch: () => inEachEditor(editorLaunch),
  view: () => inEachEditor(editorView),
};

async function inEachEditor(
  measure: (editor: Editor) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const editor of editors) {
    figures.push(
      ...(missingFor(editor).length === 0
        ? await measure(editor)
        : [notMeasurable(editor.name, "it is not installed; test/vscode/install.sh installs it.")]),
    );
  }
  return figures;
}
