import { writeControl } from "../../src/broker/control";
import { until } from "../support/until";
import { createBenchHome, madeUp, signatureOf } from "./benchSession";
import type { Figure } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";
import { median, worst } from "./median";

const sessions = 5;
const processesPerSession = 10;
const processes = sessions * processesPerSession;
const rounds = 3;
const targetMs = 300;
const name = "BENCH_API_KEY";

/** How long after the kill switch a running process may still be served from the vault. */
export const killSwitch: Measurement = {
  name: "kill",
  title: `Kill switch in ${processes} running processes of ${sessions} sessions (${rounds} times)`,
  async run({ root, distribution }: BenchOptions): Promise<readonly Figure[]> {
    const bench = createBenchHome(distribution, root);
    const challenge = madeUp("challenge");
    const [vaultValue, environmentValue] = [madeUp("made-up-vault"), madeUp("made-up-env")];
    const last = new Map<number, { readonly signature: string; readonly at: number }>();
    try {
      await bench.store(name, vaultValue);
      bench.home.writeConfiguration({ secrets: { [name]: `local:${name}` } });
      for (let session = 0; session < sessions; session++) {
        bench.start({
          mode: "vault",
          program: "many.cjs",
          args: [String(processesPerSession), programPath(root), challenge, name],
          environment: { CHILD_ENVIRONMENT: JSON.stringify({ [name]: environmentValue }) },
          onLine: ({ pid, at, signature }) =>
            last.set(Number(pid), { at: Number(at), signature: String(signature) }),
        });
      }
      const timesUntil = async (value: string, startedAt: number, what: string) => {
        const signature = signatureOf(value, challenge);
        const all = () =>
          last.size === processes && [...last.values()].every((each) => each.signature === signature);
        await until(all, { what, timeoutMs: 60_000 });
        return [...last.values()].map(({ at }) => at - startedAt);
      };
      await timesUntil(vaultValue, 0, "all processes to be served from the vault");
      const killed: number[] = [];
      const resumed: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const killedAt = Date.now();
        await writeControl(bench.directories, (control) => ({
          ...control,
          killed: { at: killedAt, reason: "the benchmark throws it" },
        }));
        killed.push(...(await timesUntil(environmentValue, killedAt, "the kill switch in all processes")));
        const resumedAt = Date.now();
        await writeControl(bench.directories, (control) => ({ ...control, killed: null, resumedAt }));
        resumed.push(...(await timesUntil(vaultValue, resumedAt, "all processes to be back")));
      }
      return [
        { name: "thrown, worst of all", value: worst(killed), unit: "ms", target: targetMs },
        { name: "thrown, median", value: median(killed), unit: "ms", target: targetMs },
        { name: "lifted, worst of all", value: worst(resumed), unit: "ms", target: null },
      ];
    } finally {
      await bench.close();
    }
  },
};

function programPath(root: string): string {
  return `${root}/test/bench/programs/signChanges.cjs`;
}
