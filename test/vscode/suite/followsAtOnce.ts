import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Mode } from "../../../src/contract/mode";
import { directoriesOf } from "../../../src/platform/directories";
import { until } from "../../support/until";
import { answering } from "./answering";
import { configurationPath } from "./configure";
import { fromEnvironment, fromVault } from "./values";

interface Read {
  readonly at: number;
  readonly value: string;
}

interface Step {
  readonly act: () => Promise<void>;
  /** What the program reads from then on. */
  readonly value: string;
}

const limitMs = 1_000;
const rounds = 3;
const steps: Readonly<Record<string, Step>> = {
  "mode shadow": { act: () => switchTo("shadow"), value: fromEnvironment },
  "mode vault": { act: () => switchTo("vault"), value: fromVault },
  kill: { act: kill, value: fromEnvironment },
  resume: { act: resume, value: fromVault },
};

/**
 * Holds a running `clock.js` to the promise that a switch of the mode, the kill switch and its end reach it at once, by its
 * own clock. The best of three rounds counts, so that one busy moment of the machine fails nothing.
 */
export async function assertFollowsAtOnce(out: string): Promise<void> {
  const original = readFileSync(configurationPath(), "utf8");
  const best = new Map<string, number>();
  try {
    await until(() => readsIn(out).at(-1)?.value === fromVault, { what: "the program", timeoutMs: 20_000 });
    for (let round = 0; round < rounds; round++) {
      for (const [name, step] of Object.entries(steps)) {
        const ms = await reactionMs(out, step);
        best.set(name, Math.min(ms, best.get(name) ?? ms));
      }
      if ([...best.values()].every((ms) => ms < limitMs)) return;
    }
    assert.fail(`The program follows too late: ${JSON.stringify(Object.fromEntries(best))} ms.`);
  } finally {
    rmSync(join(directoriesOf(process.env).state, "control.json"), { force: true });
    writeFileSync(configurationPath(), original);
  }
}

async function reactionMs(out: string, { act, value }: Step): Promise<number> {
  assert.notEqual(readsIn(out).at(-1)?.value, value);
  const from = Date.now();
  const first = (): Read | undefined => readsIn(out).find((read) => read.at >= from && read.value === value);
  const [{ at }] = await Promise.all([until(first, { what: `the program to read ${value}` }), act()]);
  return at - from;
}

function readsIn(out: string): readonly Read[] {
  if (!existsSync(out)) return [];
  const whole = readFileSync(out, "utf8").split("\n").slice(0, -1);
  return whole.map((line) => {
    const [at = "", value = ""] = line.split(" ");
    return { at: Number(at), value };
  });
}

async function switchTo(mode: Mode): Promise<void> {
  await answering("secretRouter.switchMode", "showQuickPick", ([items]) =>
    (items as readonly { readonly mode: Mode }[]).find((item) => item.mode === mode),
  );
}

async function kill(): Promise<void> {
  await vscode.commands.executeCommand("secretRouter.kill");
}

async function resume(): Promise<void> {
  await answering("secretRouter.resume", "showWarningMessage", (asked) => asked.at(-1));
}
