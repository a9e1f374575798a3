import { spawn } from "node:child_process";
import { until } from "../../../support/until";

export interface AnsweringVault {
  readonly address: string;
  /** How many are open, as it sees them itself. */
  connections(): number;
  stop(): void;
}

// What a vault says of itself, of its caller's token and of where a secret lies. A read of the secret itself it leaves open.
const server = `
const answers = {
  "/sys/health": { initialized: true, sealed: false, standby: false },
  "/lookup-self": { data: { ttl: 3600, renewable: true, policies: ["default"] } },
  "/ui/mounts/": { data: { path: "secret/", type: "kv", options: { version: "2" } } },
};
const server = require("node:http").createServer(({ url }, response) => {
  const [, answer] = Object.entries(answers).find(([part]) => url.includes(part)) ?? [];
  if (answer !== undefined) response.end(JSON.stringify(answer));
});
let open = 0;
server.on("connection", (socket) => {
  console.log((open += 1));
  socket.on("close", () => console.log((open -= 1)));
});
server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`;

/** In a process of its own, so that what it opens is not taken for the extension's. */
export async function startAnsweringVault(): Promise<AnsweringVault> {
  const child = spawn(process.execPath, ["-e", server], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const lines = (): readonly string[] => said.split("\n").slice(0, -1);
  const address = await until(() => lines()[0], { what: "the vault's address" });
  return {
    address,
    connections: () => Number(lines().slice(1).at(-1) ?? 0),
    stop: () => void child.kill(),
  };
}
