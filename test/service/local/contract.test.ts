import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalProvider } from "../../../src/providers/local/localProvider";
import { describeProviderContract } from "../../support/providerContract";

describeProviderContract("local", async () => {
  const home = mkdtempSync(join(tmpdir(), "local-contract-"));
  const directories = { config: join(home, "config"), data: join(home, "data") };
  return {
    provider: createLocalProvider({ directories }),
    other: createLocalProvider({ directories }),
    reference: (name) => ({ provider: "local", path: name }),
    dispose: async () => rmSync(home, { recursive: true }),
  };
});
