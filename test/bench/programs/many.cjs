// Starts the same Node program many times at once: many.cjs COUNT SCRIPT ARGUMENTS
const { spawn } = require("node:child_process");

const [count, ...command] = process.argv.slice(2);
const children = Array.from({ length: Number(count) }, () =>
  spawn(process.execPath, command, { stdio: ["ignore", "inherit", "inherit"] }),
);
process.on("SIGTERM", () => {
  for (const child of children) child.kill("SIGKILL");
});
