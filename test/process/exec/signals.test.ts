import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ExecHome, makeExecHome, programsDirectory } from "../../support/exec/execHome";
import { until } from "../../support/until";

const untilSignal = join(programsDirectory, "untilSignal.cjs");
let at: ExecHome;
beforeEach(() => {
  at = makeExecHome();
});
afterEach(() => at.remove());

function collect(stream: Readable | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return () => text;
}

describe("signals", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR2"] as const)(
    "%s reaches the program once, and its own exit code comes back",
    async (signal) => {
      const child = at.start(["exec", "--", "node", untilSignal]);
      const output = collect(child.stdout);
      await until(() => output().includes("ready"), { what: "the program" });
      child.kill(signal);
      const [code] = await once(child, "exit");
      expect({ code, output: output() }).toEqual({ code: 42, output: `ready\n${signal} 1\n` });
    },
  );

  test("a program that ignores a signal is waited for, not killed", async () => {
    const child = at.start(["exec", "--", "node", untilSignal, "ignore"]);
    const output = collect(child.stdout);
    await until(() => output().includes("ready"), { what: "the program" });
    child.kill("SIGTERM");
    await until(() => output().includes("SIGTERM 1"), { what: "the first signal" });
    child.kill("SIGINT");
    await until(() => output().includes("SIGINT 2"), { what: "the second signal" });
    expect(child.exitCode).toBe(null);
    child.stdin?.end();
    await once(child, "exit");
  });

  test.each([
    ["SIGKILL", 137],
    ["SIGTERM", 143],
    ["SIGSEGV", 139],
  ] as const)("a program that dies of %s gives %i", async (signal, expected) => {
    const { code } = await at.run(["exec", "--", "node", "-e", `process.kill(process.pid, "${signal}")`]);
    expect(code).toBe(expected);
  });

  test.each([0, 1, 2, 77, 255])("the exit code %i comes back", async (code) => {
    expect((await at.run(["exec", "--", "node", "-e", `process.exit(${code})`])).code).toBe(code);
  });
});

describe("standard input and output", () => {
  const gigabyte = 1024 * 1024 * 1024;

  test("1 GB passes through unharmed", async () => {
    const child = at.start(["exec", "--", "node", "-e", "process.stdin.pipe(process.stdout)"]);
    const { createHash } = await import("node:crypto");
    const sent = createHash("sha1");
    const received = createHash("sha1");
    let receivedBytes = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      receivedBytes += chunk.length;
      received.update(chunk);
    });
    const block = Buffer.alloc(4 * 1024 * 1024);
    for (let index = 0; index < block.length; index += 4)
      block.writeUInt32LE((index * 2654435761) % 0xffffffff, index);
    for (let offset = 0; offset < gigabyte; offset += block.length) {
      block.writeUInt32LE(offset, 0);
      // The stream keeps the chunk until it is written, so each needs memory of its own.
      const chunk = Buffer.from(block);
      sent.update(chunk);
      if (child.stdin?.write(chunk) === false) await once(child.stdin, "drain");
    }
    child.stdin?.end();
    const [code] = await once(child, "close");
    expect({ code, receivedBytes, same: received.digest("hex") === sent.digest("hex") }).toEqual({
      code: 0,
      receivedBytes: gigabyte,
      same: true,
    });
  });

  test("a reader that closes early ends the program as it would without us", async () => {
    const program = "setInterval(() => process.stdout.write('x'.repeat(65536)), 1)";
    const child = at.start(["exec", "--", "node", "-e", program]);
    collect(child.stderr);
    await once(child.stdout as Readable, "data");
    child.stdout?.destroy();
    const [code, signal] = await once(child, "exit");
    expect({ ended: code !== 0, signal }).toEqual({ ended: true, signal: null });
  });

  test("a parent that forked exec talks to the program", async () => {
    const program = "process.on('message', (m) => { process.send({ echo: m }); process.disconnect(); })";
    const child = at.start(["exec", "--", "node", "-e", program], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.send({ made: "up" });
    const [message] = await once(child, "message");
    expect(message).toEqual({ echo: { made: "up" } });
    expect((await once(child, "exit"))[0]).toBe(0);
  });
});
