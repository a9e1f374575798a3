// Starts the same Node program many times at once: many.cjs COUNT SCRIPT ARGUMENTS
const { spawn } = require("node:child_process");

const [count, ...command] = process.argv.slice(2);
// What a routed program passes on holds the vault's values. These old copies in their place tell a value that a child
// was served from one that it inherited.
const env = { ...process.env, ...JSON.parse(process.env.CHILD_ENVIRONMENT ?? "{}") };
const children = Array.from({ length: Number(count) }, () =>
  spawn(process.execPath, command, { env, stdio: ["ignore", "inherit", "inherit"] }),
);
process.on("SIGTERM", () => {
  for (const child of children) child.kill("SIGKILL");
});
