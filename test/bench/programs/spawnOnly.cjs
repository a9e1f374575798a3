// What any launcher written in Node costs at least: it starts Node and ends with its exit code.
const { spawn } = require("node:child_process");

spawn(process.execPath, process.argv.slice(2), { stdio: "inherit" }).on("exit", (code) => process.exit(code));
