/**
 * A whole MCP server over stdio that knows nothing of us: it needs its key to start, as the servers on npm do, and says
 * in a file what it found.
 */
export const mcpServerProgram = `
const fs = require("node:fs");
const name = process.env.KEY_NAME ?? "OPENAI_API_KEY";
const key = process.env[name];
if (!key) { console.error(name + " is required"); process.exit(1); }
const [, , , token] = process.argv;
const { OTHER_API_KEY: other = null, REGION: region = null } = process.env;
fs.writeFileSync(process.env.OUT + ".new", JSON.stringify({ key, other, region, token }));
fs.renameSync(process.env.OUT + ".new", process.env.OUT);
const answer = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\\n");
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === "initialize") answer(id, {
    protocolVersion: params.protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "sample", version: "1" },
  });
  else if (method === "tools/list") answer(id, { tools: [{ name: "ping", description: "Answers.", inputSchema: { type: "object" } }] });
  else if (id !== undefined) answer(id, {});
});
`;
