import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeBinary } from "../../support/capabilities";
import { canStartOwnVault, startOwnVault, type TestVault } from "../../support/vault/startVault";

const source = resolve("src/providers/vault");
const unused = join(source, "bundle/unused.cjs");

/** Reads one secret and lets go of everything but `close`: a provider that is forgotten must not keep a program alive. */
const program = `
  import { createVaultProvider } from "${source}/createVaultProvider";
  import { SecretValue } from "${resolve("src/core/secretValue")}";
  const token = new SecretValue(process.env.MADE_UP_TOKEN);
  const provider = createVaultProvider({ address: process.env.MADE_UP_ADDRESS, auth: { method: "token", token } });
  const path = "secret/app";
  const many = Array.from({ length: 40 }, (_, index) => ({ provider: "vault", path: path + index, field: "api_key" }));
  const signal = new AbortController().signal;
  // More listeners on one signal than Node takes without a warning.
  await Promise.all([1, 2, 3].map(() => provider.resolve(many, signal)));
  const outcomes = await provider.resolve([{ provider: "vault", path, field: "api_key" }, ...many], signal);
  process.stdout.write([...outcomes.values()].map((outcome) => outcome.status).join(" ").slice(0, 13));
`;

describe.skipIf(!canStartOwnVault)(
  "the provider as it is bundled, without what node-vault requires in vain",
  () => {
    let directory: string;
    let file: string;
    let vault: TestVault;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), "secret-router-bundled-"));
      file = join(directory, "program.cjs");
      writeFileSync(join(directory, "program.ts"), `(async () => {${asRequires(program)}})();`);
      await build({
        entryPoints: [join(directory, "program.ts")],
        outfile: file,
        bundle: true,
        platform: "node",
        format: "cjs",
        target: "node18",
        logLevel: "error",
        alias: { axios: unused, debug: unused, mustache: unused, tv4: unused },
      });
      vault = await startOwnVault();
      await vault.admin.putKv2("secret", "app", { api_key: "made-up-bundled" });
    });

    afterAll(async () => {
      await vault?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    describe.each([18, 20, 22, 24, 26])("on Node %i", (major) => {
      const { path } = nodeBinary(major);

      it.skipIf(path === undefined)("reads, prints nothing else, and ends by itself", () => {
        const startedAt = performance.now();
        const run = spawnSync(path ?? "", [file], {
          encoding: "utf8",
          timeout: 20_000,
          env: { MADE_UP_ADDRESS: vault.address, MADE_UP_TOKEN: vault.rootToken, DEBUG: "*" },
        });
        expect([run.stdout, run.stderr, run.status]).toEqual(["found missing", "", 0]);
        // Five seconds are what a kept-alive connection or a pending renewal would add.
        expect(performance.now() - startedAt).toBeLessThan(4500);
      });
    });
  },
);

function asRequires(text: string): string {
  return text.replace(/import (\{.*?\}) from (".*?");/g, "const $1 = require($2);");
}
