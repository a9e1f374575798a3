import { readStatus } from "../../src/cli/demo/readStatus";
import { until } from "../support/until";
import { createBenchHome, madeUp, signatureOf } from "./benchSession";
import type { Figure } from "./figure";
import type { BenchOptions, Measurement } from "./measurement";
import { median, worst } from "./median";

const rotations = 15;
const targetMs = 300;
const name = "BENCH_API_KEY";

/** How long a running process goes on with the old value. */
export const rotation: Measurement = {
  name: "rotation",
  title: `Rotation seen by a running process (${rotations} rotations)`,
  async run({ root, distribution }: BenchOptions): Promise<readonly Figure[]> {
    const bench = createBenchHome(distribution, root);
    const challenge = madeUp("challenge");
    const seenAt = new Map<string, number>();
    try {
      let value = madeUp("made-up");
      await bench.store(name, value);
      bench.home.writeConfiguration({ secrets: { [name]: `local:${name}` } });
      bench.start({
        mode: "vault",
        program: "signChanges.cjs",
        args: [challenge, name],
        onLine: ({ signature, at }) => seenAt.set(String(signature), Number(at)),
      });
      await until(() => seenAt.has(signatureOf(value, challenge)), { what: "the first value to be served" });
      const sinceBroker: number[] = [];
      const sinceWrite: number[] = [];
      for (let round = 0; round < rotations; round++) {
        const before = fetched()?.version;
        value = madeUp("made-up");
        const startedAt = Date.now();
        await bench.store(name, value);
        const at = await until(() => seenAt.get(signatureOf(value, challenge)), { what: "a rotated value" });
        const brokerAt = await until(() => (fetched()?.version === before ? null : fetched()?.fetchedAt), {
          what: "the broker's report",
        });
        sinceBroker.push(Math.max(0, at - brokerAt));
        sinceWrite.push(at - startedAt);
      }
      return [
        { name: "after the broker noticed, worst", value: worst(sinceBroker), unit: "ms", target: targetMs },
        {
          name: "after the broker noticed, median",
          value: median(sinceBroker),
          unit: "ms",
          target: targetMs,
        },
        { name: "after the write began, median", value: median(sinceWrite), unit: "ms", target: null },
      ];
    } finally {
      await bench.close();
    }

    function fetched() {
      return readStatus(bench.directories)?.names.find((each) => each.name === name);
    }
  },
};
