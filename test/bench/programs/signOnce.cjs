// Reads secrets as any program does and proves which values it got without telling them: signOnce.cjs CHALLENGE NAMES
const { createHmac } = require("node:crypto");

const [challenge, ...names] = process.argv.slice(2);
const signatures = names.map((name) => {
  const key = process.env[name];
  return key === undefined ? "none" : createHmac("sha256", key).update(challenge).digest("hex");
});
process.stdout.write(`${JSON.stringify({ signatures })}\n`);
