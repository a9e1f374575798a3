import { join } from "node:path";
import { expect, it } from "vitest";
import { commandSpecs } from "../../src/cli/commandTable";
import { commandReference } from "../support/commandReference";

it("docs/cli.md says what the commands' help says", async () => {
  await expect(commandReference(commandSpecs)).toMatchFileSnapshot(
    join(import.meta.dirname, "../../docs/cli.md"),
  );
});
