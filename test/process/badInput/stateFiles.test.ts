import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ExecHome, makeExecHome } from "../../support/exec/execHome";

// Nothing is waited for; the rest is for two programs to start on a busy machine.
const deadlineMs = 10_000;

let at: ExecHome;
beforeEach(async () => {
  at = makeExecHome();
  await at.store({ APP_TOKEN: "made-up-vault" });
  await at.run(["mode", "vault"]);
});
afterEach(() => at.remove());

const files = {
  "the control file": ["state", "control.json"],
  "the audit log": ["state", "audit.jsonl"],
  "the vaults' settings": ["config", "vaults.json"],
  "the registry of sessions": ["state", "sessions"],
  "the folder of sessions": ["run"],
} as const;

const spoilers: Readonly<Record<string, (path: string) => void>> = {
  "a FIFO": (path) => execFileSync("mkfifo", ["-m", "600", path]),
  garbage: (path) => writeFileSync(path, "\u0000{made-up garbage", { mode: 0o600 }),
};

describe.each(Object.entries(files))("%s", (_, parts) => {
  test.each(Object.entries(spoilers))(
    "being %s neither stops the program nor keeps any command waiting",
    async (_what, spoil) => {
      const path = join(at.home, "router", ...parts);
      rmSync(path, { recursive: true, force: true });
      spoil(path);
      const program =
        "setTimeout(() => process.exit(process.env.APP_TOKEN.startsWith('made-up') ? 7 : 8), 500)";
      const env = { APP_TOKEN: "made-up-env" };
      const exec = await at.run(["exec", "--mode", "vault", "--", "node", "-e", program], {
        env,
        timeoutMs: deadlineMs,
      });
      expect({ code: exec.code, stdout: exec.stdout }).toEqual({ code: 7, stdout: "" });
      const others = await Promise.all(
        [["status"], ["kill"], ["doctor"]].map((command) => at.run(command, { timeoutMs: deadlineMs })),
      );
      for (const { code, signal, stderr } of others) {
        expect({ ended: code === 0 || code === 1, signal }).toEqual({ ended: true, signal: null });
        expect(stderr).not.toContain("[INTERNAL]");
      }
    },
  );
});
