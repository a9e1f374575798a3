// Tells when the value of a variable changes: signChanges.cjs CHALLENGE NAME
const { createHmac } = require("node:crypto");

const [challenge, name] = process.argv.slice(2);
let last;
setInterval(() => {
  const key = process.env[name];
  if (key === last) return;
  last = key;
  const at = Date.now();
  const signature = key === undefined ? "none" : createHmac("sha256", key).update(challenge).digest("hex");
  process.stdout.write(`${JSON.stringify({ pid: process.pid, at, signature })}\n`);
}, 10);
