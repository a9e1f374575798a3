import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPreload } from "../../support/preload/buildPreload";
import { ecosystemDirectory } from "../../support/preload/ecosystem";
import { runNode } from "../../support/preload/runNode";
import { TestSession } from "../../support/preload/testSession";

const preload = buildPreload();
const values = { API_TOKEN: "made-up-api-token", DATABASE_URL: "made-up-database-url" };
const show = "console.log('shown: ' + process.env.API_TOKEN + ' ' + process.env.DATABASE_URL);";
const check = 'if (process.env.API_TOKEN !== "made-up-api-token") throw new Error("not served");';

type Files = Readonly<Record<string, string>>;

interface Tool {
  readonly name: string;
  /** The tool's script below node_modules, or the project's own. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly files: Files;
  /** Yarn's PnP wants no node_modules at all. */
  readonly isPnp?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What the output must hold, bare and routed. */
  readonly expected: RegExp;
}

const project = JSON.stringify({
  name: "project",
  version: "1.0.0",
  private: true,
  scripts: { show: "node show.js" },
  bin: { showing: "show.js" },
});
const shown = /shown: made-up-api-token made-up-database-url/;
const showing = { "package.json": project, "show.js": `#!/usr/bin/env node\n${show}` };
const module = "node_modules/";

const tools: readonly Tool[] = [
  {
    name: "npm run",
    script: `${module}npm/bin/npm-cli.js`,
    args: ["run", "show"],
    files: showing,
    expected: shown,
  },
  {
    name: "npm exec",
    script: `${module}npm/bin/npm-cli.js`,
    args: ["exec", "--offline", "-c", "node show.js"],
    files: showing,
    expected: shown,
  },
  {
    name: "npm --version",
    script: `${module}npm/bin/npm-cli.js`,
    args: ["--version"],
    files: showing,
    expected: /^11\./,
  },
  {
    name: "npx",
    script: `${module}npm/bin/npx-cli.js`,
    args: ["--offline", "-c", "node show.js"],
    files: showing,
    expected: shown,
  },
  {
    name: "pnpm run",
    script: `${module}pnpm/bin/pnpm.cjs`,
    args: ["run", "show"],
    files: showing,
    env: { npm_config_manage_package_manager_versions: "false", npm_config_verify_deps_before_run: "false" },
    expected: shown,
  },
  {
    name: "yarn with PnP",
    script: "yarn.js",
    args: ["run", "show"],
    isPnp: true,
    files: {
      ".yarnrc.yml":
        "nodeLinker: pnp\nenableTelemetry: false\nenableNetwork: false\nenableGlobalCache: false\n",
      "yarn.lock": "",
      "local/package.json": JSON.stringify({ name: "local", version: "1.0.0", main: "show.js" }),
      "local/show.js": show,
      "package.json": JSON.stringify({
        name: "project",
        private: true,
        dependencies: { local: "file:./local" },
        scripts: { show: "node index.js" },
      }),
      "index.js": 'if (!process.versions.pnp) throw new Error("not PnP"); require("local");',
    },
    expected: shown,
  },
  {
    name: "jest",
    script: `${module}jest/bin/jest.js`,
    args: ["--ci", "--rootDir", ".", "--workerThreads=false", "--coverage=false", "--maxWorkers=2"],
    files: {
      "package.json": project,
      "a.test.js": `test("served", () => { ${check} expect({ ...process.env }.DATABASE_URL).toBe("made-up-database-url"); });`,
      "b.test.js": `test("fake timers", () => { jest.useFakeTimers(); ${check} process.env.API_TOKEN = "mine"; expect(process.env.API_TOKEN).toBe("mine"); });`,
    },
    expected: /Tests:\s+2 passed, 2 total/,
  },
  ...["forks", "threads", "vmThreads"].map(
    (pool): Tool => ({
      name: `vitest in ${pool}`,
      script: `${module}vitest/vitest.mjs`,
      args: ["run", `--pool=${pool}`, "--reporter=dot"],
      files: {
        "package.json": project,
        "a.test.mjs": `import { expect, it } from "vitest"; it("served", () => { ${check} expect({ ...process.env }.DATABASE_URL).toBe("made-up-database-url"); });`,
      },
      expected: /Tests\s+1 passed/,
    }),
  ),
  {
    name: "tsx",
    script: `${module}tsx/dist/cli.mjs`,
    args: ["show.ts"],
    files: { "package.json": project, "show.ts": `const text: string = "x"; ${show} void text;` },
    expected: shown,
  },
  {
    name: "dotenv",
    script: "index.js",
    files: {
      "package.json": project,
      ".env": "API_TOKEN=from-the-file\nPLAIN=from-the-file\n",
      "index.js": `require("dotenv").config({ quiet: true }); ${show} console.log(process.env.PLAIN);`,
    },
    expected: /shown: made-up-api-token made-up-database-url\nfrom-the-file/,
  },
  {
    name: "dotenv that overrides",
    script: "index.js",
    files: {
      "package.json": project,
      ".env": "API_TOKEN=from-the-file\n",
      "index.js": `require("dotenv").config({ quiet: true, override: true }); ${show}`,
    },
    expected: /shown: from-the-file made-up-database-url/,
  },
  {
    name: "zod",
    script: "index.js",
    files: {
      "package.json": project,
      "index.js": `const { z } = require("zod");
        const strict = z.object({ API_TOKEN: z.string(), DATABASE_URL: z.string() }).parse(process.env);
        const loose = z.looseObject({ API_TOKEN: z.string() }).parse(process.env);
        console.log("shown: " + strict.API_TOKEN + " " + loose.DATABASE_URL);`,
    },
    expected: shown,
  },
  {
    name: "envalid",
    script: "index.js",
    files: {
      "package.json": project,
      "index.js": `const { cleanEnv, str } = require("envalid");
        const env = cleanEnv(process.env, { API_TOKEN: str(), DATABASE_URL: str(), ABSENT: str({ default: "default" }) });
        console.log("shown: " + env.API_TOKEN + " " + env.DATABASE_URL);`,
    },
    expected: shown,
  },
  {
    name: "turbo",
    script: `${module}turbo/bin/turbo`,
    args: ["run", "show", "--no-daemon", "--no-color", "--no-update-notifier"],
    files: {
      "package.json": JSON.stringify({
        name: "root",
        private: true,
        packageManager: "npm@11.6.2",
        workspaces: ["packages/*"],
      }),
      "package-lock.json": JSON.stringify({
        name: "root",
        lockfileVersion: 3,
        requires: true,
        packages: { "": { name: "root", workspaces: ["packages/*"] } },
      }),
      "turbo.json": JSON.stringify({
        globalPassThroughEnv: ["API_TOKEN", "DATABASE_URL"],
        tasks: { show: { cache: false } },
      }),
      "packages/one/package.json": JSON.stringify({
        name: "one",
        version: "1.0.0",
        scripts: { show: "node show.js" },
      }),
      "packages/one/show.js": show,
    },
    env: { TURBO_TELEMETRY_DISABLED: "1", CI: "1" },
    expected: shown,
  },
];

describe("tools under the preloader", () => {
  let installed = "";
  const folders: string[] = [];
  const session = new TestSession();

  beforeAll(() => {
    installed = ecosystemDirectory();
    session.write({ values });
  }, 300_000);

  afterAll(() => {
    session.dispose();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function prepare({ files, isPnp }: Tool): string {
    const folder = mkdtempSync(join(tmpdir(), "secret-router-tool-"));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    if (isPnp !== true) symlinkSync(join(installed, "node_modules"), join(folder, "node_modules"));
    else {
      const yarn = join(installed, "node_modules/@yarnpkg/cli-dist/bin/yarn.js");
      symlinkSync(yarn, join(folder, "yarn.js"));
      const env = { PATH: process.env["PATH"], HOME: folder, YARN_ENABLE_IMMUTABLE_INSTALLS: "false" };
      execFileSync(process.execPath, [yarn, "install"], { cwd: folder, env, stdio: "pipe" });
    }
    return folder;
  }

  async function run(tool: Tool, isRouted: boolean) {
    const folder = prepare(tool);
    const env: Record<string, string> = {
      ...session.env(preload, tool.env),
      HOME: folder,
      PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
      npm_config_update_notifier: "false",
    };
    // The routed side has no value in its environment: what it shows comes from the vault.
    if (!isRouted) Object.assign(env, values, { NODE_OPTIONS: "" });
    const script = join(folder, tool.script);
    const result = await runNode(process.execPath, [script, ...(tool.args ?? [])], {
      env,
      cwd: folder,
      timeoutMs: 90_000,
    });
    return { ...result, text: steady(result.stdout + result.stderr, folder) };
  }

  it.each(tools)("$name runs as it does without", { timeout: 240_000 }, async (tool) => {
    const bare = await run(tool, false);
    const routed = await run(tool, true);
    expect(bare.text).toMatch(tool.expected);
    expect(routed.text).toMatch(tool.expected);
    expect(routed.code).toBe(bare.code);
    expect(steadyNumbers(routed.text)).toEqual(steadyNumbers(bare.text));
  });
});

/** Without colours and without what two runs never share. */
function steady(text: string, folder: string): string {
  const escapeCode = String.fromCharCode(27);
  return text.replaceAll(new RegExp(`${escapeCode}\\[[0-9;]*m`, "g"), "").replaceAll(folder, "FOLDER");
}

/** Lines in order of their text, because workers finish in any order, and times as one mark. */
function steadyNumbers(text: string): readonly string[] {
  return text
    .replaceAll(/\d+(\.\d+)?/g, "#")
    .replaceAll(/# ?m?s\b/g, "TIME")
    .split("\n")
    .sort();
}
