import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeBinary, nodeMajors } from "../../support/capabilities";
import { buildDriver } from "./buildDriver";
import { useTestHome } from "./testHome";

const makeHome = useTestHome();
let driver: string;

beforeAll(async () => {
  driver = await buildDriver(`
    import { SecretValue } from "./core/secretValue";
    import { changeStorePassphrase } from "./providers/local/changeStorePassphrase";
    import { openLocalStore } from "./providers/local/localStore";
    const home = process.argv[2];
    const directories = { config: home + "/config", data: home + "/data" };
    const next = new SecretValue("made-up passphrase");
    const passphrase = async () => next;
    (async () => {
      await openLocalStore({ directories }).set("A_TOKEN", new SecretValue("made-up-a"));
      await changeStorePassphrase({ directories, next, workFactor: 10 });
      const store = openLocalStore({ directories, passphrase });
      await store.set("B_TOKEN", new SecretValue("made-up-b"));
      process.stdout.write((await store.get("A_TOKEN"))?.value.reveal() + " " + (await store.list()).length);
    })();
  `);
});

describe("the store on every Node that the command line runs on", () => {
  for (const major of nodeMajors.filter((candidate) => candidate >= 18)) {
    const { path } = nodeBinary(major);
    it.skipIf(!path)(`works on Node ${major}`, () => {
      const { stdout, stderr } = spawnSync(path ?? "", [driver, makeHome().path], { encoding: "utf8" });
      expect([stdout, stderr]).toEqual(["made-up-a 2", ""]);
    });
  }
});
