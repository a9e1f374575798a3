import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { runNode } from "../../support/preload/runNode";
import { useSession } from "../../support/preload/sessionTest";
import { until } from "../../support/until";

const preload = buildPreload();
const pending = {
  entries: [{ name: "SLOW_TOKEN", status: "pending" as const }],
  header: { mode: "shadow" as const },
};
const answered = { values: { SLOW_TOKEN: "made-up-slow" }, header: { mode: "shadow" as const } };

describe.each(nodesUnderTest)(
  "a name that is read before the vault has answered, on Node $major",
  ({ path }) => {
    const session = useSession();

    it.skipIf(path === "").each(["the vault", "the broker itself"])(
      "is compared when %s has answered, though nothing reads it again",
      async (late) => {
        const current = session();
        if (late === "the vault") current.write(pending);
        // As servers do: each key is read once at the start, and then there is only work.
        const code = `process.env.SLOW_TOKEN; process.stdin.resume()`;
        const env = current.env(preload, { SLOW_TOKEN: "made-up-slow" });
        const running = runNode(path, ["-e", `${code}; setTimeout(() => process.exit(0), 3000)`], { env });
        await until(() => current.eventsOf("reads").length > 0, { what: "the read" });
        expect(current.eventsOf("compare")).toEqual([]);
        current.write(answered);
        await until(() => current.eventsOf("compare").length > 0, {
          what: "the comparison",
          timeoutMs: 2500,
        });
        expect(current.eventsOf("compare")).toMatchObject([{ name: "SLOW_TOKEN", result: "match" }]);
        expect(await running).toMatchObject({ code: 0, stdout: "", stderr: "" });
      },
    );

    it.skipIf(path === "")("is compared at the latest when the program ends", async () => {
      const current = session();
      current.write(pending);
      const file = (name: string) => JSON.stringify(`${current.root}/${name}`);
      // Never returns to the event loop before its end, so no timer can help.
      const code = `const fs = require("fs"); process.env.SLOW_TOKEN; fs.writeFileSync(${file("waiting")}, "");
        while (!fs.existsSync(${file("answered")})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);`;
      const env = current.env(preload, { SLOW_TOKEN: "made-up-other" });
      const running = runNode(path, ["-e", code], { env });
      await until(() => existsSync(`${current.root}/waiting`), { what: "the read" });
      current.write(answered);
      current.program("answered", "");
      expect(await running).toMatchObject({ code: 0, stdout: "", stderr: "" });
      expect(current.eventsOf("compare")).toMatchObject([{ name: "SLOW_TOKEN", result: "mismatch" }]);
    });

    it.skipIf(path === "")("keeps no program alive while the answer does not come", async () => {
      const current = session();
      current.write(pending);
      const env = current.env(preload, { SLOW_TOKEN: "made-up-slow" });
      const { code, durationMs } = await runNode(path, ["-e", "process.env.SLOW_TOKEN"], { env });
      expect(code).toBe(0);
      expect(durationMs).toBeLessThan(5000);
    });
  },
);
