import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Figure } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";

/** What routing adds to a debug launch in a real editor. */
export const editorLaunch: Measurement = {
  name: "editor",
  title: "A debug launch in a real editor, from F5 to the first read (wall time)",
  async run({ distribution }: BenchOptions): Promise<readonly Figure[]> {
    const url = pathToFileURL(join(distribution, "bench", "editor.mjs")).href;
    const { measureEditor } = (await import(url)) as { measureEditor(): Promise<readonly Figure[]> };
    return measureEditor();
  },
};
