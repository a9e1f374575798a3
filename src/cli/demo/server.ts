import { createHmac } from "node:crypto";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

// An ordinary MCP server: it reads its keys from process.env when it needs them, and knows of no router.
// It proves which key it holds by signing a challenge, so that no key ever travels.

const keys = {
  huggingface: () => process.env["HUGGINGFACE_API_KEY"],
  anthropic: () => process.env["ANTHROPIC_API_KEY"],
  openai: () => process.env["OPENAI_API_KEY"],
  database: () => process.env["DATABASE_URL"],
} as const;

const maxReads = 1000;

const server = new Server({ name: "demo-server", version: "1.0.0" }, { capabilities: { tools: {} } });

server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [
    {
      name: "sign",
      description: "Signs a challenge with the key of one service, reading the key anew for each signature.",
      inputSchema: {
        type: "object" as const,
        properties: {
          service: { type: "string", enum: Object.keys(keys) },
          challenge: { type: "string" },
          times: { type: "integer", minimum: 1, maximum: maxReads },
        },
        required: ["service", "challenge", "times"],
      },
    },
  ],
}));

server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  const { service, challenge, times } = params.arguments ?? {};
  if (params.name !== "sign" || !isService(service) || typeof challenge !== "string" || !isTimes(times)) {
    return { isError: true, content: [{ type: "text" as const, text: "The arguments are not valid." }] };
  }
  const text = JSON.stringify({ pid: process.pid, ...sign(keys[service], challenge, times) });
  return { content: [{ type: "text" as const, text }] };
});

void server.connect(new StdioServerTransport());

/** How often each key was seen, by signature, and what each read took without the clock's own share. */
function sign(read: () => string | undefined, challenge: string, times: number) {
  const clockNs = clockCostNs();
  const counts = new Map<string | undefined, number>();
  const readNs: number[] = [];
  for (let count = 0; count < times; count++) {
    const before = process.hrtime.bigint();
    const key = read();
    const after = process.hrtime.bigint();
    readNs.push(Math.max(0, Number(after - before) - clockNs));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const signatures = [...counts].map(([key, count]) => [
    key === undefined ? "none" : createHmac("sha256", key).update(challenge).digest("hex"),
    count,
  ]);
  return { signatures: Object.fromEntries(signatures), readNs };
}

function clockCostNs(): number {
  const costs: number[] = [];
  for (let count = 0; count < 21; count++) {
    const before = process.hrtime.bigint();
    costs.push(Number(process.hrtime.bigint() - before));
  }
  return costs.sort((first, second) => first - second)[10] ?? 0;
}

function isService(value: unknown): value is keyof typeof keys {
  return typeof value === "string" && Object.hasOwn(keys, value);
}

function isTimes(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= maxReads;
}
