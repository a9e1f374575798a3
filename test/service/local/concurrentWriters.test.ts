import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { SecretValue } from "../../../src/core/secretValue";
import { openLocalStore } from "../../../src/providers/local/localStore";
import { mountSmallDisk, smallDisk } from "../../support/smallDisk";
import { buildDriver } from "./buildDriver";
import { useTestHome } from "./testHome";

const makeHome = useTestHome();
let driver: string;

beforeAll(async () => {
  driver = await buildDriver(`
    import { SecretValue } from "./core/secretValue";
    import { openLocalStore } from "./providers/local/localStore";
    const [home, ...names] = process.argv.slice(2);
    const store = openLocalStore({ directories: { config: home + "/config", data: home + "/data" } });
    Promise.all(names.map((name) => store.set(name, new SecretValue("made-up-" + name)))).catch((error) => {
      process.stdout.write(error.code + " " + error.message);
      process.exitCode = 1;
    });
  `);
});

describe("many processes that write one store", () => {
  it("lose nothing, from the very first write on", async () => {
    const home = makeHome();
    const names = Array.from({ length: 10 }, (_, process_) =>
      Array.from({ length: 2 }, (_, index) => `P${process_}_${index}_TOKEN`),
    );
    const outputs = await Promise.all(names.map((ofOne) => run([home.path, ...ofOne])));
    expect(outputs.join("")).toBe("");
    const stored = await home.open().list();
    expect(stored.map(({ name }) => name).sort()).toEqual(names.flat().sort());
    expect(readdirSync(home.directories.data)).toEqual(["store.age"]);
    expect(readdirSync(home.directories.config)).toEqual(["identity.age"]);
  });

  it("go on after one that died while it held the lock", async () => {
    const home = makeHome();
    const store = home.open();
    await store.set("A_TOKEN", new SecretValue("made-up-a"));
    const { pid: deadPid } = spawnSync(process.execPath, ["-e", "0"]);
    writeFileSync(store.places.lock, String(deadPid), { mode: 0o600 });
    await store.set("B_TOKEN", new SecretValue("made-up-b"));
    expect(await home.open().list()).toHaveLength(2);
  });

  it("leave nothing half written when one is killed at any moment", async () => {
    const home = makeHome();
    await home.open().set("KEPT_TOKEN", new SecretValue("made-up-kept"));
    for (let delayMs = 40; delayMs < 200; delayMs += 20) {
      const child = spawn(process.execPath, [driver, home.path, ...manyNames(delayMs)], { stdio: "ignore" });
      setTimeout(() => child.kill("SIGKILL"), delayMs);
      await once(child, "exit");
      expect((await home.open().get("KEPT_TOKEN"))?.value.reveal()).toBe("made-up-kept");
    }
    await home.open().set("LAST_TOKEN", new SecretValue("made-up-last"));
    expect(readdirSync(home.directories.data)).toEqual(["store.age"]);
  });
});

describe.skipIf(!smallDisk.path)("a full disk", () => {
  it.each(["store", "first write"])("loses nothing and says so: %s", async (what) => {
    const home = makeHome();
    const disk = mountSmallDisk(64);
    try {
      const directories = { config: home.directories.config, data: disk.path };
      const store = openLocalStore({ directories });
      if (what === "store") await store.set("A_TOKEN", new SecretValue("made-up-a"));
      const before = what === "store" ? readFileSync(store.places.store) : undefined;
      const ballast = join(disk.path, "ballast");
      spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=4k"], { stdio: "ignore" });
      for (const view of [store, openLocalStore({ directories })]) {
        const big = new SecretValue("made-up-big".repeat(2_000));
        await expect(view.set("B_TOKEN", big)).rejects.toMatchObject({ code: "DISK_FULL" });
      }
      expect(readdirSync(disk.path).sort()).toEqual(before ? ["ballast", "store.age"] : ["ballast"]);
      if (before !== undefined) expect(readFileSync(store.places.store)).toEqual(before);
      spawnSync("rm", [ballast]);
      await store.set("C_TOKEN", new SecretValue("made-up-c"));
      expect((await openLocalStore({ directories }).list()).map(({ name }) => name)).toEqual(
        before ? ["A_TOKEN", "C_TOKEN"] : ["C_TOKEN"],
      );
    } finally {
      disk.dispose();
    }
  });
});

async function run(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [driver, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  for await (const chunk of child.stdout) output += String(chunk);
  return output;
}

function manyNames(round: number): string[] {
  return Array.from({ length: 30 }, (_, index) => `R${round}_${index}_TOKEN`);
}
