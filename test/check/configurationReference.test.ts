import { join } from "node:path";
import { expect, it } from "vitest";
import { configurationReference } from "../support/configurationReference";

it("docs/configuration.md says what the parser accepts", async () => {
  await expect(configurationReference()).toMatchFileSnapshot(
    join(import.meta.dirname, "../../docs/configuration.md"),
  );
});
