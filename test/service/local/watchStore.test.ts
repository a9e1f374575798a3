import { spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../src/core/secretValue";
import { createLocalProvider } from "../../../src/providers/local/localProvider";
import { until } from "../../support/until";
import { buildDriver } from "./buildDriver";
import { useTestHome } from "./testHome";

const makeHome = useTestHome();
const never = new AbortController().signal;

describe("watching the store", () => {
  it("tells of a change by another process within 300 ms, once, with the new value readable", async () => {
    const home = makeHome();
    const writer = home.open();
    await writer.set("A_TOKEN", new SecretValue("made-up-1"));
    const provider = createLocalProvider({ directories: home.directories });
    await provider.resolve([{ provider: "local", path: "A_TOKEN" }], never);
    const calls: number[] = [];
    provider.watch?.(() => calls.push(performance.now()));

    await writer.set("A_TOKEN", new SecretValue("made-up-2"));
    const writtenAt = performance.now();
    await until(() => calls.length > 0, { timeoutMs: 2_000, what: "the call after a change" });
    expect((calls[0] ?? 0) - writtenAt).toBeLessThan(300);
    const outcome = (await provider.resolve([{ provider: "local", path: "A_TOKEN" }], never)).get(
      "local:A_TOKEN",
    );
    expect(outcome?.status === "found" && outcome.value.reveal()).toBe("made-up-2");
    expect(calls).toHaveLength(1);

    writeFileSync(join(home.directories.data, "neighbour"), "x");
    await writer.remove("A_TOKEN");
    await until(() => calls.length > 1, { timeoutMs: 2_000, what: "the call after a removal" });
    expect(calls).toHaveLength(2);
    await provider.close();
  });

  it("tells of the first store, though nothing was there to watch, and of a folder that was replaced", async () => {
    const home = makeHome();
    const provider = createLocalProvider({ directories: home.directories });
    let calls = 0;
    provider.watch?.(() => calls++);
    await home.open().set("A_TOKEN", new SecretValue("made-up-1"));
    await until(() => calls === 1, { timeoutMs: 5_000, what: "the call after the first write" });
    renameSync(home.directories.data, `${home.directories.data}.old`);
    await until(() => calls === 2, { timeoutMs: 5_000, what: "the call after the folder went" });
    await home.open().set("A_TOKEN", new SecretValue("made-up-2"));
    await until(() => calls === 3, { timeoutMs: 5_000, what: "the call after the folder came back" });
    await provider.close();
  });

  it("is silent after it was stopped, and after the provider was closed", async () => {
    const home = makeHome();
    const writer = home.open();
    await writer.set("A_TOKEN", new SecretValue("made-up-1"));
    const provider = createLocalProvider({ directories: home.directories });
    const called: string[] = [];
    const stop = provider.watch?.(() => called.push("stopped"));
    provider.watch?.(() => called.push("open"));
    stop?.();
    await writer.set("A_TOKEN", new SecretValue("made-up-2"));
    await until(() => called.length > 0, { timeoutMs: 2_000, what: "the call of the watch that is open" });
    await provider.close();
    await writer.set("A_TOKEN", new SecretValue("made-up-3"));
    const witness = createLocalProvider({ directories: home.directories });
    let seen = false;
    witness.watch?.(() => {
      seen = true;
    });
    await writer.set("A_TOKEN", new SecretValue("made-up-4"));
    await until(() => seen, { timeoutMs: 2_000, what: "the call of the witness" });
    await witness.close();
    expect(called).toEqual(["open"]);
  });

  it("keeps no process alive", async () => {
    const home = makeHome();
    await home.open().set("A_TOKEN", new SecretValue("made-up-1"));
    const driver = await buildDriver(`
      import { createLocalProvider } from "./providers/local/localProvider";
      const home = process.argv[2];
      const provider = createLocalProvider({ directories: { config: home + "/config", data: home + "/data" } });
      provider.watch?.(() => undefined);
      provider.resolve([{ provider: "local", path: "A_TOKEN" }], new AbortController().signal);
    `);
    const child = spawn(process.execPath, [driver, home.path], { stdio: "ignore", timeout: 10_000 });
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
