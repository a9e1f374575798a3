import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EditorFigures } from "./editorMain";
import type { Figure } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";

/** Those that need a real editor. */
export const editorMeasurements: readonly Measurement[] = [
  measurement("activation", "Activation in the extension host, as the editor itself shows it"),
  measurement(
    "launch",
    "A debug launch from F5 to the first read, routed over one in a folder that is not routed (wall time)",
  ),
  measurement("view", "The longest pause while the view shows 500 secrets of 50 sessions in a real editor"),
];

function measurement(name: keyof EditorFigures, title: string): Measurement {
  return {
    name,
    title,
    async run({ distribution }: BenchOptions): Promise<readonly Figure[]> {
      const url = pathToFileURL(join(distribution, "bench", "editor.mjs")).href;
      const { editorFigures } = (await import(url)) as { editorFigures: EditorFigures };
      return editorFigures[name]();
    },
  };
}
