// Builds every bundle. One options object per entry; a dynamic import of one of our own files becomes a chunk of its own,
// so that a command pays only for the code it runs (esbuild splits ESM only, and ESM start-up costs `exec` more than it saves).
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
// Tests may build elsewhere, and some entries alone: `SECRET_ROUTER_DIST=/tmp/x node esbuild.mjs cli.js preload.cjs`.
const outdir = resolve(root, process.env.SECRET_ROUTER_DIST ?? "dist");
const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  legalComments: "none",
  minify: true,
  keepNames: false,
  metafile: true,
  logLevel: "warning",
  // For F5; nothing that is shipped carries maps.
  sourcemap: process.argv.includes("--sourcemap"),
  // jsonc-parser's UMD entry cannot be followed by a bundler; its ESM entry can.
  mainFields: ["module", "main"],
};

const chunks = new Map();
const metafiles = {};

/** Turns `import("./own/file.js")` into a lazily required sibling chunk. */
const lazyChunks = {
  name: "lazy-chunks",
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== "dynamic-import") return undefined;
      const source = resolve(args.resolveDir, args.path).replace(/\.(js|ts)$/, "");
      const name = relative(resolve(root, "src"), source).replaceAll(/[\\/]/g, "-");
      chunks.set(name, `${source}.ts`);
      const fromChunk = pluginBuild.initialOptions.outfile.includes(`${outdir}/chunks/`);
      return { path: fromChunk ? `./${name}.js` : `./chunks/${name}.js`, external: true };
    });
  },
};

async function bundle(entry, outfile, options = {}) {
  if (only.length > 0 && !only.includes(outfile) && !outfile.startsWith("chunks/")) return;
  const result = await build({
    ...common,
    entryPoints: [entry],
    outfile: resolve(outdir, outfile),
    ...options,
  });
  metafiles[outfile] = result.metafile;
}

/** Files of an earlier build are removed last, so that a program that runs from dist never finds it empty. */
function removeLeftovers() {
  const maps = common.sourcemap ? Object.keys(metafiles).map((name) => `${name}.map`) : [];
  const kept = new Set([...Object.keys(metafiles), ...maps, "metafile.json", "readme.md"]);
  for (const entry of readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    const name = relative(outdir, resolve(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/");
    if (entry.isFile() && !kept.has(name)) rmSync(resolve(outdir, name));
  }
}

/** What the preloader does from the first routed read on, as text: a function of what its first half has captured. */
async function routerProgram() {
  const entry = "src/preload/routerProgram.ts";
  const options = { ...common, target: "node12", write: false, sourcemap: false };
  const { outputFiles, metafile } = await build({ ...options, entryPoints: [entry], plugins: [captured] });
  metafiles["preload.cjs (router)"] = metafile;
  return `(function(captured,require,deliver){${outputFiles[0].text}})`;
}

/** The built-ins that were taken while the preloader was loading: taken anew they could be the program's own by now. */
const captured = {
  name: "captured",
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /src[\\/]preload[\\/](builtins|files)\.ts$/ }, async ({ path }) => {
      const options = { ...common, format: "esm", write: false, sourcemap: false };
      const { metafile } = await build({ ...options, entryPoints: [path], outfile: "names.mjs" });
      const [{ exports }] = Object.values(metafile.outputs);
      return { contents: `export const {${exports}}=captured.${basename(path, ".ts")};`, loader: "js" };
    });
  },
};

/** The README without what only the repository has: an editor shows the package's page without files beside it. */
function pageOf(readme) {
  return readme
    .replaceAll(/<!-- repository -->[\s\S]*?<!-- \/repository -->\n?/g, "")
    .replaceAll(/<picture>[\s\S]*?<\/picture>\n*/g, "")
    .replaceAll(/!\[[^\]]*\]\([^)]*\)\n*/g, "")
    .replaceAll(/<!-- .*? -->\n/g, "")
    .replaceAll(/\[([^\]]+)\]\((?!https:)[^)]*\)/g, "$1");
}

const node = {
  target: "node18",
  plugins: [lazyChunks],
  supported: { "dynamic-import": false },
  external: ["vscode"],
};

// The preloader must parse on Node 12, where it then stays silent.
await bundle("src/preload/main.ts", "preload.cjs", {
  target: "node12",
  define: { ROUTER_PROGRAM: JSON.stringify(await routerProgram()) },
});
// The entry must parse on Node 14, where `exec` runs the program as it is and says so.
await bundle("src/cli/main.ts", "cli.js", {
  ...node,
  target: "node14",
  banner: { js: "#!/usr/bin/env node" },
});
await bundle("src/cli/demo/server.ts", "demo-server.cjs", { target: "node18" });
await bundle("src/extension/main.ts", "extension.js", node);
await bundle("test/bench/main.ts", "bench.mjs", {
  target: "node20",
  format: "esm",
  packages: "external",
  minify: false,
});
await bundle("test/bench/editorMain.ts", "bench/editor.mjs", {
  target: "node20",
  format: "esm",
  packages: "external",
  minify: false,
});
await bundle("test/start/main.ts", "start/main.mjs", {
  target: "node20",
  format: "esm",
  packages: "external",
  minify: false,
});
const built = new Set();
while (built.size < chunks.size) {
  for (const [name, source] of [...chunks]) {
    if (built.has(name)) continue;
    built.add(name);
    await bundle(source, `chunks/${name}.js`, node);
  }
}
writeFileSync(resolve(outdir, "readme.md"), pageOf(readFileSync(resolve(root, "README.md"), "utf8")));
removeLeftovers();
writeFileSync(resolve(outdir, "metafile.json"), JSON.stringify(metafiles));
