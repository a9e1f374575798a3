import { vaultServer } from "../support/capabilities";
import { canStartOwnVault, startOwnVault } from "../support/vault/startVault";
import { createBenchHome, madeUp, signatureOf } from "./benchSession";
import { startCountingProxy } from "./countingProxy";
import { type Figure, notMeasurable } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";

const processes = 200;
const names = ["HUGGINGFACE_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "DATABASE_URL"];

/** Many processes that all need the same secrets in the same moment. */
export const stampede: Measurement = {
  name: "stampede",
  title: `${processes} processes started at once against one vault`,
  async run({ root, distribution }: BenchOptions): Promise<readonly Figure[]> {
    if (!canStartOwnVault) return [notMeasurable("fetches of each secret", vaultServer.howToGet)];
    const vault = await startOwnVault();
    const proxy = await startCountingProxy(vault.address);
    const bench = createBenchHome(distribution, root);
    const challenge = madeUp("challenge");
    const values = names.map(() => madeUp("made-up"));
    const answers: string[][] = [];
    try {
      for (const [index, name] of names.entries()) {
        await vault.admin.putKv2("secret", `bench/${name}`, { value: values[index] });
      }
      bench.home.writeConfiguration({
        vault_url: proxy.address,
        secrets: Object.fromEntries(names.map((name) => [name, `vault:secret/bench/${name}#value`])),
      });
      const startedAt = Date.now();
      const program = bench.start({
        mode: "vault",
        program: "many.cjs",
        args: [String(processes), `${root}/test/bench/programs/signOnce.cjs`, challenge, ...names],
        environment: {
          VAULT_ADDR: proxy.address,
          VAULT_TOKEN: vault.rootToken,
          CHILD_ENVIRONMENT: JSON.stringify(Object.fromEntries(names.map((name) => [name, "made-up-old"]))),
        },
        onLine: ({ signatures }) => answers.push(signatures as string[]),
      });
      await program.ended;
      const tookMs = Date.now() - startedAt;
      const expected = values.map((value) => signatureOf(value, challenge));
      const wrong = answers.filter((answer) => answer.some((each, index) => each !== expected[index]));
      const fetches = names.map((name) => proxy.reads.get(`/v1/secret/data/bench/${name}`) ?? 0);
      const note = program.standardError().trim().split("\n", 1)[0];
      return [
        {
          name: "fetches of each secret, most",
          // None at all is as wrong as two.
          value: Math.min(...fetches) === 0 ? Number.POSITIVE_INFINITY : Math.max(...fetches),
          unit: "fetches",
          target: 1,
        },
        { name: "with a wrong value", value: wrong.length, unit: "processes", target: 0 },
        {
          name: "failed",
          value: processes - answers.length,
          unit: "processes",
          target: 0,
          ...(note ? { note } : {}),
        },
        { name: "all of them, start to end", value: tookMs, unit: "ms", target: null },
      ];
    } finally {
      await bench.close();
      await proxy.stop();
      await vault.stop();
    }
  },
};
