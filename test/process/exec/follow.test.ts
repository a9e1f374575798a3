import { afterEach, beforeEach, expect, test } from "vitest";
import { type ExecHome, makeExecHome } from "../../support/exec/execHome";
import { followProgram } from "../../support/exec/followProgram";
import { until } from "../../support/until";

let at: ExecHome;
beforeEach(() => {
  at = makeExecHome();
});
afterEach(() => at.remove());

test("a program follows its configuration while it runs, and its flags in what they say", async () => {
  const secrets = { APP_TOKEN: "local:NOWHERE" };
  at.configure({ mode: "shadow", secrets });
  const running = followProgram(at, ["--mode", "vault"], { APP_TOKEN: "made-up-env" });
  await until(() => running.last() === "made-up-env", { what: "the environment's value", timeoutMs: 20_000 });
  at.configure({ mode: "off", secrets, on_missing: "fail" });
  // Served by the environment in any other mode.
  await until(() => running.last() === "undefined", { what: "the new policy", timeoutMs: 20_000 });
  expect(await running.end()).toEqual({ code: 7, stderr: "" });
});
