import { basename, dirname } from "node:path";
import { RouterError } from "../../core/routerError";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import { demoDocument } from "../demo/demoDocument";
import type { DemoFacts } from "../demo/demoFacts";
import { listenForStop } from "../demo/listenForStop";
import { type DemoNote, liveView, noteLine } from "../demo/liveView";
import { playDemo } from "../demo/playDemo";
import { type DemoPromise, promisesOf } from "../demo/promises";
import { openScreen, type Screen } from "../demo/screen";
import { summary } from "../demo/summary";
import { flagNumber, flagText, type Invocation } from "../invocation";
import { printError } from "../printError";
import { terminalOf } from "../terminal";

const defaultSeconds = 60;

export async function runDemo(invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const seconds = flagNumber(invocation, "seconds", { min: 5, max: 3600, whole: true }) ?? defaultSeconds;
  const { environment, json } = context;
  const screen = openScreen(process.stdout, json || environment["TERM"] === "dumb");
  const terminal = terminalOf(process.stdout, environment);
  const startedAt = Date.now();
  const notes: DemoNote[] = [];
  const stop = listenForStop();
  try {
    const facts = await playDemo({
      seconds,
      vaultAddress: flagText(invocation, "vault-addr"),
      environment,
      distribution: distributionFolder(),
      signal: stop.signal,
      onNote: (text) => {
        const note = { atMs: Date.now() - startedAt, text };
        notes.push(note);
        if (!screen.isLive && !json) screen.write(noteLine(note, terminal));
      },
      onReads: (now) => screen.draw(() => liveView(now, notes, Date.now() - startedAt, terminal)),
    });
    screen.clear();
    return report(facts, promisesOf(facts), context, screen);
  } catch (error) {
    screen.clear();
    if (stop.signal.aborted) stop.obey();
    throw error;
  } finally {
    stop.close();
  }
}

function report(
  facts: DemoFacts,
  promises: readonly DemoPromise[],
  { json }: CommandContext,
  screen: Screen,
): CommandReport {
  const error = promises.every(({ held }) => held) ? undefined : failure(promises);
  if (error !== undefined) printError(error, process.stderr, json);
  return {
    document: demoDocument(facts, promises, error),
    text: (terminal) => (screen.isLive ? "" : "\n") + summary(facts, promises, terminal),
    exitCode: error === undefined ? 0 : 1,
  };
}

function failure(promises: readonly DemoPromise[]): RouterError {
  const broken = promises.filter(({ held }) => !held).map(({ id }) => id);
  return new RouterError(
    "DEMO_FAILED",
    `The demo broke ${broken.length} of ${promises.length} promises: ${broken.join(", ")}.`,
    "Run it again when the machine is less busy; if it stays, please report it with this output.",
  );
}

/** This code runs in a chunk below the folder of the bundles. */
function distributionFolder(): string {
  return basename(__dirname) === "chunks" ? dirname(__dirname) : __dirname;
}
