import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "../support/sourceFiles";
import { until } from "../support/until";
import { editors, missingFor } from "./rig/editors";
import { openWorkbench } from "./rig/openWorkbench";
import { openSecretsView, statusItem } from "./rig/workbenchActions";

const [newest] = editors.slice(-1);
const isMissing = newest === undefined || missingFor(newest).length > 0;
const startTimeoutMs = 120_000;
const severalMs = 300_000;

interface Started {
  readonly child: ChildProcess;
  /** The exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly printed: () => string;
}

describe("npm start", () => {
  let temporary: string;
  let started: Started | undefined;

  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), "secret-router-start-test-"));
  });

  afterEach(async () => {
    started?.child.kill("SIGTERM");
    await started?.ended;
    rmSync(temporary, { recursive: true, force: true });
  });

  const start = (options: readonly string[], environment: Record<string, string> = {}): Started => {
    const child = spawn(process.execPath, [join(root, "dist", "start", "main.mjs"), ...options], {
      cwd: root,
      env: { ...process.env, TMPDIR: temporary, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        printed += chunk.toString("utf8");
      });
    const ended = once(child, "close").then(([code]) => code as number | null);
    started = { child, ended, printed: () => printed };
    return started;
  };
  const left = (): readonly string[] =>
    readdirSync(temporary).filter((name) => name.startsWith("secret-router-start-"));

  it.skipIf(isMissing)(
    "opens an editor with the extension on the sample, lets nobody else in, and leaves nothing behind",
    async () => {
      const { child, ended, printed } = start(["--browser"]);
      const address = await until(() => /^http:\S+$/m.exec(printed())?.[0], {
        what: "the address of the editor",
        timeoutMs: startTimeoutMs,
      });
      await until(() => printed().includes("Ctrl-C ends it and removes them."), {
        what: "the word on how to end it",
      });
      expect(left()).toHaveLength(1);
      expect(await statusFor(address)).toBe(200);
      const stranger = new URL(address);
      stranger.searchParams.delete("tkn");
      expect(await statusFor(stranger)).toBe(403);

      const { page, close } = await openWorkbench(address);
      try {
        await statusItem(page).waitFor({ timeout: startTimeoutMs });
        await openSecretsView(page);
        await page.getByText("Nothing is routed in this workspace yet.").waitFor();
      } finally {
        await close();
      }

      child.kill("SIGINT");
      expect(await ended).toBe(0);
      expect(left()).toEqual([]);
      await expect(fetch(address)).rejects.toThrow();
    },
    severalMs,
  );

  it.skipIf(isMissing)(
    "says that the port is taken, and what to do",
    async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      try {
        const { ended, printed } = start(["--browser", "--port", String(port)]);
        expect(await ended).toBe(1);
        expect(printed().trim().split("\n")).toEqual([
          `Port ${port} cannot be had: something else uses it, or it is not yours to use.`,
          "Choose another one, or leave --port out to get a free one.",
        ]);
        expect(left()).toEqual([]);
      } finally {
        server.close();
      }
    },
    severalMs,
  );

  it("says which options there are", async () => {
    const { ended, printed } = start(["--prot", "4000"]);
    expect(await ended).toBe(2);
    expect(printed()).toBe("Unknown option '--prot'\nThe options are --browser and --port NUMBER.\n");
    expect(left()).toEqual([]);
  });

  it.skipIf(process.platform !== "linux" || process.arch !== "x64")(
    "says that the editor could not be installed, and what to do",
    async () => {
      const cache = join(temporary, "cache");
      mkdirSync(cache);
      const { ended, printed } = start(["--browser"], {
        SECRET_ROUTER_TEST_CACHE: cache,
        npm_config_cache: join(temporary, "npm"),
        npm_config_registry: "http://127.0.0.1:9/",
        npm_config_fetch_retries: "0",
      });
      expect(await ended).toBe(1);
      expect(printed()).toContain("Installing code-server from npm, once");
      expect(printed()).toMatch(
        /code-server could not be installed; what npm said stands above\.\nTry again, or .*npm run package.*\n$/,
      );
      expect(left()).toEqual([]);
    },
    severalMs,
  );
});

/** As a browser: the token is changed for a cookie. */
async function statusFor(address: string | URL): Promise<number> {
  const answer = await fetch(address, { redirect: "manual" });
  const location = answer.headers.get("location");
  if (location === null) return answer.status;
  const cookie = answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  return (await fetch(new URL(location, address), { headers: { cookie } })).status;
}
