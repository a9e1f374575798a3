import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { nodeBinary, nodeMajors } from "../support/capabilities";
import { TestSession } from "../support/preload/testSession";
import { median } from "./median";

export interface ReadFigures {
  readonly node: string;
  /** Cost of a routed read over a native one; the target is at most 0.35. */
  readonly routedRatio: number;
  /** Cost of a read that is not routed over a native one; the target is at most 1.3. */
  readonly passThroughRatio: number;
  /** The same for a routed name that shadow mode serves from the environment. */
  readonly shadowRatio: number;
}

interface Costs {
  readonly secretNs: number;
  readonly plainNs: number;
}

const secret = "made-up-bench-secret-0123456789-0123456789";
const rounds = 9;
const firstFullSpeedMajor = 18;

// Reads as programs write them. The best of many short batches is what the machine can do: a busy one only adds.
const program = `
const batch = 4000;
let sum = 0;
function secretNs() { for (let i = 0; i < batch; i++) sum += process.env.OPENAI_API_KEY.length; }
function plainNs() { for (let i = 0; i < batch; i++) sum += process.env.PLAIN_SETTING.length; }
function best(run) {
  let least = Infinity;
  for (let i = 0; i < 150; i++) {
    const start = process.hrtime();
    run();
    const [s, ns] = process.hrtime(start);
    least = Math.min(least, (s * 1e9 + ns) / batch);
  }
  return least;
}
const result = { secretNs: best(secretNs), plainNs: best(plainNs) };
if (sum > 0) process.stdout.write(JSON.stringify(result));
`;

/** Reads in bare and in routed processes, in turns, so that a busy machine slows both alike. */
export async function measureReads(preload = resolve("dist/preload.cjs")): Promise<readonly ReadFigures[]> {
  const figures: ReadFigures[] = [];
  for (const major of nodeMajors) {
    const { path } = nodeBinary(major);
    if (path !== undefined && major >= firstFullSpeedMajor) figures.push(measureNode(path, preload));
  }
  return figures;
}

function measureNode(node: string, preload: string): ReadFigures {
  const vault = new TestSession();
  const shadow = new TestSession();
  try {
    vault.write({ values: { OPENAI_API_KEY: secret } });
    shadow.write({ header: { mode: "shadow" }, values: { OPENAI_API_KEY: secret } });
    const values = { OPENAI_API_KEY: secret, PLAIN_SETTING: secret };
    const turns = Array.from({ length: rounds }, () => {
      const native = measure(node, { ...vault.env(preload, values), NODE_OPTIONS: "" });
      const routed = measure(node, vault.env(preload, values));
      const shadowed = measure(node, shadow.env(preload, values));
      return {
        routed: routed.secretNs / native.secretNs,
        passThrough: routed.plainNs / native.plainNs,
        shadow: shadowed.secretNs / native.secretNs,
      };
    });
    return {
      node: node.match(/node-(\d+)/)?.[1] ?? node,
      routedRatio: median(turns.map((turn) => turn.routed)),
      passThroughRatio: median(turns.map((turn) => turn.passThrough)),
      shadowRatio: median(turns.map((turn) => turn.shadow)),
    };
  } finally {
    vault.dispose();
    shadow.dispose();
  }
}

function measure(node: string, env: Record<string, string>): Costs {
  const result = spawnSync(node, ["-e", program], { env, encoding: "utf8" });
  return JSON.parse(result.stdout) as Costs;
}
