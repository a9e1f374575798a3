import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SecretValue } from "../../../src/core/secretValue";
import { directoriesOf } from "../../../src/platform/directories";
import { openLocalStore } from "../../../src/providers/local/localStore";
import { fromVault } from "../suite/values";

const print = `
const seen = {
  pid: process.pid,
  value: process.env.OPENAI_API_KEY ?? null,
  readAt: Date.now(),
  handle: process.env.VSCODE_SECRET_ROUTER_SESSION ?? null,
  maxHeaderSize: require("node:http").maxHeaderSize,
  execArgv: process.execArgv,
  extra: process.env.EXTRA ?? null,
  nodeOptions: process.env.NODE_OPTIONS ?? "",
};
const fs = require("node:fs");
fs.writeFileSync(process.env.OUT + ".new", JSON.stringify(seen));
fs.renameSync(process.env.OUT + ".new", process.env.OUT);
`;

const loop = `
const fs = require("node:fs");
setInterval(() => fs.appendFileSync(process.env.OUT, process.env.OPENAI_API_KEY + "\\n"), 50);
`;

// Each read with its own time.
const clock = `
const fs = require("node:fs");
setInterval(() => fs.appendFileSync(process.env.OUT, Date.now() + " " + process.env.OPENAI_API_KEY + "\\n"), 20);
`;

/** Programs that read a secret and say what they saw, and a store that holds it. */
export async function makeSampleWorkspace(folder: string, home: string, stored = fromVault): Promise<void> {
  const files = {
    "package.json": JSON.stringify({ name: "sample", scripts: { print: "node print.js" } }, null, 2),
    "print.js": print,
    "loop.js": loop,
    "clock.js": clock,
    "launch.env": "NODE_OPTIONS=--max-http-header-size=20002\nEXTRA=from the file\n",
    "secret-router.json": `{
  // A comment that stays.
  "mode": "vault",
  "secrets": { "OPENAI_API_KEY": "local:OPENAI_API_KEY" },
}
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const directories = directoriesOf({ SECRET_ROUTER_HOME: join(home, "secret-router") });
  const store = openLocalStore({ directories });
  await store.set("OPENAI_API_KEY", new SecretValue(stored));
  store.forget();
}
