import { describe, it } from "vitest";
import { editors, missingFor } from "./editors";
import { runSuite, type SuiteOptions } from "./runSuite";

/**
 * Runs a Mocha suite in every editor while Vitest collects the file, for only then the names of its tests are known, and
 * gives each test as one of Vitest's.
 */
export async function describeInEditors(options: Omit<SuiteOptions, "editor">): Promise<void> {
  // While one works on a test, one editor is enough: `SECRET_ROUTER_TEST_EDITOR=1.139.1`.
  const only = process.env["SECRET_ROUTER_TEST_EDITOR"];
  for (const editor of editors.filter(({ version }) => only === undefined || version === only)) {
    const missing = missingFor(editor);
    if (missing.length > 0) {
      describe.skip(`${options.suite} in ${editor.name}`, () => {
        it(`needs ${missing.map(({ name }) => name).join(", ")}`, () => undefined);
      });
      continue;
    }
    const outcome = await runSuite({ ...options, editor }).catch((error: unknown) => error);
    describe(`${options.suite} in ${editor.name}`, () => {
      if (!Array.isArray(outcome)) {
        it("runs to its end", () => {
          throw outcome;
        });
        return;
      }
      for (const result of outcome) {
        it(result.title, (test) => {
          if (result.state === "skipped") test.skip();
          if (result.state === "failed") throw new Error(result.detail);
        });
      }
    });
  }
}
