import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { routeLaunch } from "../../../src/extension/launches/routeLaunch";
import type { RouterWindow } from "../../../src/extension/window/routerWindow";
import { startRouterWindow } from "../../../src/extension/window/startRouterWindow";
import { reached, signal } from "../../bench/signals";
import { viewLoad } from "../../bench/viewLoad";
import { until } from "../../support/until";
import { contextOfItsOwn } from "./contextOfItsOwn";
import { sampleFolder } from "./launch";
import { ownExtension, ownModule } from "./ownExtension";
import { silentLog } from "./silentLog";

const resolutionMs = 5;
const namesEach = viewLoad.secrets / viewLoad.sessions;
const severalMs = 400_000;

// Started by `npm run bench`, not by the tests. The page's side is `test/bench/viewStall.ts`.
describe("the extension host", () => {
  it("is watched while the view shows many secrets that programs read", async function () {
    this.timeout(severalMs);
    const folder = sampleFolder().uri.fsPath;
    const { figures, program } = JSON.parse(readFileSync(join(folder, "bench.json"), "utf8"));
    // What the editor has activated keeps its sessions to itself; fifty launches by the debugger would measure that.
    await ownModule().deactivate();
    const window = await startRouterWindow(contextOfItsOwn(ownExtension()), silentLog);
    const programs: ChildProcess[] = [];
    try {
      await window.optIn.set(true);
      const environments = await startSessions(window);
      signal(folder, "prepared");
      const delays: Record<string, number> = {};
      for (const phase of viewLoad.phases) {
        await reached(folder, `${phase}-wanted`);
        if (phase === "while read") {
          programs.push(...environments.map((env, index) => startProgram(program, env, index)));
          await until(() => window.sessions.routed.every(({ broker }) => broker.status().hits.vault > 0), {
            what: "every program to have read",
            timeoutMs: 120_000,
            intervalMs: 500,
          });
        }
        signal(folder, `${phase}-ready`);
        await reached(folder, `${phase}-begun`);
        const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
        histogram.enable();
        await reached(folder, `${phase}-over`);
        histogram.disable();
        delays[phase] = histogram.max / 1e6 - resolutionMs;
      }
      writeFileSync(figures, JSON.stringify(delays));
    } finally {
      signal(folder, "end");
      for (const child of programs) child.kill("SIGKILL");
      await window.close();
    }
  });
});

async function startSessions(window: RouterWindow): Promise<readonly NodeJS.ProcessEnv[]> {
  const [project] = window.projects.all;
  assert.ok(project !== undefined);
  const environments: NodeJS.ProcessEnv[] = [];
  for (let index = 0; index < viewLoad.sessions; index++) {
    const launch = { type: "node", request: "launch", name: `server-${index}`, program: "read.js" };
    const { session, configuration } = await routeLaunch(window, project, launch);
    window.sessions.add(session);
    environments.push(configuration["env"]);
  }
  const areFetched = () =>
    window.sessions.routed.every(({ broker }) => broker.status().names.every(({ fetchedAt }) => fetchedAt));
  await until(areFetched, { what: "every session to have its secrets", timeoutMs: 120_000, intervalMs: 500 });
  return environments;
}

function startProgram(program: string, environment: NodeJS.ProcessEnv, index: number): ChildProcess {
  const names = Array.from({ length: namesEach }, (_, at) => viewLoad.nameOf(index * namesEach + at));
  const { PATH, SECRET_ROUTER_HOME } = process.env;
  const env = { PATH, SECRET_ROUTER_HOME, ...environment };
  return spawn(process.execPath, [program, ...names], { env, stdio: "ignore" });
}
