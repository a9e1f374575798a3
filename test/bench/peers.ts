import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../support/capabilities";

interface Peer {
  readonly name: string;
  /** Of Node, to run a program by it. */
  readonly args: readonly string[];
  readonly target: null;
}

// varlock is not among them: it needs Node 22.3, and it tells a server of its own about every run.
const packages = ["dotenv-cli@11.0.0", "@dotenvx/dotenvx@2.38.2"];

/** Other launchers that put secrets into environments, installed once into the cache folder of the tests. */
export function installPeers(project: string, programArgs: readonly string[]): readonly Peer[] {
  const folder = join(cacheDirectory, "bench-peers");
  mkdirSync(folder, { recursive: true });
  const nameOf = (spec: string) => spec.slice(0, spec.lastIndexOf("@"));
  const missing = packages.filter((spec) => !existsSync(join(folder, "node_modules", nameOf(spec))));
  if (missing.length > 0) {
    spawnSync("npm", ["install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, ...missing], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  writeFileSync(join(project, ".env"), "BENCH_SETTING=made-up\n");
  const program = ["--", process.execPath, ...programArgs];
  return [
    peer(folder, "dotenv-cli", "dotenv", program),
    peer(folder, "@dotenvx/dotenvx", "dotenvx", ["run", "--quiet", ...program]),
  ].filter((each) => each !== undefined);
}

function peer(folder: string, name: string, bin: string, args: readonly string[]): Peer | undefined {
  const home = join(folder, "node_modules", name);
  if (!existsSync(home)) return undefined;
  const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const script = typeof manifest.bin === "string" ? manifest.bin : manifest.bin?.[bin];
  if (typeof script !== "string") return undefined;
  return { name: `${name} ${manifest.version}`, args: [join(home, script), ...args], target: null };
}
