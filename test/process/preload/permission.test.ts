import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";

const preload = buildPreload();
const withPermissions = nodesUnderTest.filter(({ major }) => major >= 20);

// docs/fidelity.md tells users what these tests hold.
describe.each(withPermissions)("the permission model of Node $major", ({ path, major }) => {
  const session = useSession();
  const flag = major >= 24 ? "--permission" : "--experimental-permission";
  const env = { DB_PASSWORD: "made-up-env" };

  function run(flags: readonly string[]) {
    session().write({ values: { DB_PASSWORD: "made-up-vault" } });
    const program = session().program("read.cjs", "process.stdout.write(process.env.DB_PASSWORD)");
    const args = [flag, `--allow-fs-read=${program}`, ...flags, program];
    return runNode(path, args, { env: session().env(preload, env) });
  }

  it.skipIf(path === "")("serves the vault when it may read the preloader and the session", async () => {
    const result = await run([
      `--allow-fs-read=${dirname(preload)}/*`,
      `--allow-fs-read=${session().directory}/*`,
    ]);
    expect(result).toMatchObject({ code: 0, stdout: "made-up-vault" });
  });

  it.skipIf(path === "")("serves the environment when it may read the preloader alone", async () => {
    const result = await run([`--allow-fs-read=${dirname(preload)}/*`]);
    expect(result).toMatchObject({ code: 0, stdout: "made-up-env" });
  });

  // Node 22 and later let preloads be read without being asked.
  it.skipIf(path === "")(
    "starts without read access to the preloader only where Node itself grants it",
    async () => {
      const result = await run([]);
      if (major >= 22) expect(result).toMatchObject({ code: 0, stdout: "made-up-env" });
      else
        expect(result).toMatchObject({
          code: 1,
          stdout: "",
          stderr: expect.stringContaining("ERR_ACCESS_DENIED"),
        });
    },
  );

  it.skipIf(path === "")("needs read access to the preloader for a program on the command line", async () => {
    const evaluate = (flags: readonly string[]) =>
      runNode(path, [flag, ...flags, "-p", "process.env.DB_PASSWORD"], { env: session().env(preload, env) });
    expect(await evaluate([])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("ERR_ACCESS_DENIED"),
    });
    expect(await evaluate([`--allow-fs-read=${dirname(preload)}/*`])).toMatchObject({
      code: 0,
      stdout: "made-up-env\n",
    });
  });
});
