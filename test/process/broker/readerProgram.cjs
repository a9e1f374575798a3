// Follows the contract between processes with nothing of the project's own code: what another implementation would do.
const { createDecipheriv } = require("node:crypto");
const { appendFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const [name, timeoutMs = "5000"] = process.argv.slice(2);
const [, , keyHex, , , ...rest] = process.env.VSCODE_SECRET_ROUTER_SESSION.split("|");
const directory = rest.join("|");
const events = join(directory, "events", `${process.pid}-${Date.now()}.jsonl`);
const report = (event) =>
  appendFileSync(events, `${JSON.stringify({ at: Date.now(), ...event })}\n`, { mode: 0o600 });

function read() {
  let content;
  try {
    content = readFileSync(join(directory, "lease"));
  } catch {
    return undefined;
  }
  const end = content.indexOf(10);
  const line = content.subarray(0, end);
  const header = JSON.parse(line);
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(keyHex, "hex"), Buffer.from(header.iv, "hex"));
  decipher.setAAD(line);
  decipher.setAuthTag(content.subarray(-16));
  const text = decipher.update(content.subarray(end + 1, -16), undefined, "utf8") + decipher.final("utf8");
  return { header, entry: JSON.parse(text).entries.find((entry) => entry.name === name) };
}

report({ t: "start", pid: process.pid, ppid: process.ppid, program: "reader.cjs", node: process.version });
const startedAt = performance.now();
let hasAsked = false;
const timer = setInterval(look, 2);
look();

function look() {
  const lease = read();
  const status = lease?.entry?.status;
  if (!hasAsked && status === undefined) {
    report({ t: "ask", name });
    hasAsked = true;
  }
  const isAnswered = lease?.header.killed || (status !== undefined && status !== "pending");
  if (!isAnswered && performance.now() - startedAt < Number(timeoutMs)) return;
  clearInterval(timer);
  if (status === "ready") report({ t: "reads", name, source: "vault", mode: lease.header.mode, count: 1 });
  report({ t: "end" });
  const waitedMs = performance.now() - startedAt;
  process.stdout.write(JSON.stringify({ status, value: lease?.entry?.value, waitedMs }));
}
