import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { nodesUnderTest } from "../../support/preload/nodes";
import { type RunResult, runNode } from "../../support/preload/runNode";
import { TestSession } from "../../support/preload/testSession";

const preload = buildPreload();

describe.each(nodesUnderTest)("modes on Node $major", ({ path }) => {
  let session: TestSession;

  beforeEach(() => {
    session = new TestSession();
  });

  afterEach(() => session.dispose());

  function read(code: string, extra: Record<string, string> = {}): Promise<RunResult> {
    return runNode(path, ["-e", code], { env: session.env(preload, extra) });
  }

  const print = "process.stdout.write(String(process.env.OPENAI_API_KEY))";

  it.skipIf(path === "")("serves the vault's value in vault mode and counts the read", async () => {
    session.write({ values: { OPENAI_API_KEY: "made-up-vault-1" } });
    const result = await read(print, { OPENAI_API_KEY: "made-up-env-1" });
    expect(result).toMatchObject({ code: 0, stdout: "made-up-vault-1", stderr: "" });
    expect(session.eventsOf("reads")).toMatchObject([
      { name: "OPENAI_API_KEY", source: "vault", mode: "vault", count: 1, version: "1" },
    ]);
    expect(session.events().map((event) => event.t)).toEqual(["start", "lease", "compare", "reads", "end"]);
  });

  it.skipIf(path === "")("serves the environment in shadow mode and compares by fingerprint", async () => {
    session.write({
      header: { mode: "shadow" },
      values: {
        OPENAI_API_KEY: "made-up-same",
        DB_PASSWORD: "made-up-vault",
        REDIS_URL: "made-up-only-vault",
      },
      entries: [
        { name: "GITHUB_TOKEN", status: "missing" },
        { name: "SLACK_TOKEN", status: "error" },
      ],
    });
    const code = `${print};for(const n of ["DB_PASSWORD","REDIS_URL","GITHUB_TOKEN","SLACK_TOKEN"])process.env[n]`;
    const env = {
      OPENAI_API_KEY: "made-up-same",
      DB_PASSWORD: "made-up-env",
      GITHUB_TOKEN: "made-up-only-env",
    };
    const result = await read(code, env);
    expect(result).toMatchObject({ code: 0, stdout: "made-up-same", stderr: "" });
    const compared = session.eventsOf("compare").map(({ name, result }) => [name, result]);
    expect(Object.fromEntries(compared)).toEqual({
      OPENAI_API_KEY: "match",
      DB_PASSWORD: "mismatch",
      REDIS_URL: "missing_in_environment",
      GITHUB_TOKEN: "missing_in_vault",
      SLACK_TOKEN: "error",
    });
  });
});
