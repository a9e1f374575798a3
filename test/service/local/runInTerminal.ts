import { spawn } from "node:child_process";

export interface TerminalStep {
  /** Waits until this has been printed after the step before. */
  readonly expect: string;
  readonly send: string;
}

// A real terminal in the few lines that it takes: Node has no way to make one without a native module.
const driver = `
import json, os, pty, select, sys, time
job = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(job["env"])
    if job["stdin"] is not None:
        r, w = os.pipe()
        os.write(w, job["stdin"].encode()); os.close(w); os.dup2(r, 0)
    os.execvp(job["command"][0], job["command"])
out = b""; seen = 0; deadline = time.time() + job["timeout"]; steps = job["steps"]
while time.time() < deadline:
    if steps:
        at = out.find(steps[0]["expect"].encode(), seen)
        if at >= 0:
            step = steps.pop(0)
            seen = at + len(step["expect"].encode())
            os.write(fd, step["send"].encode())
            continue
    ready, _, _ = select.select([fd], [], [], 0.05)
    if not ready: continue
    try: chunk = os.read(fd, 65536)
    except OSError: break
    if not chunk: break
    out += chunk
else:
    os.kill(pid, 9)
_, status = os.waitpid(pid, 0)
json.dump({"output": out.decode("utf8", "replace"), "status": os.waitstatus_to_exitcode(status), "left": len(steps)}, sys.stdout)
`;

/** Runs a command on a terminal of its own, types into it, and gives all that the screen showed. */
export async function runInTerminal(
  command: readonly string[],
  steps: readonly TerminalStep[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<{ output: string; status: number }> {
  const job = { command, steps, env: options.env ?? {}, stdin: options.stdin ?? null, timeout: 60 };
  const child = spawn("python3", ["-c", driver], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(job));
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  const { output, status, left } = JSON.parse(text) as { output: string; status: number; left: number };
  if (left > 0) throw new Error(`The terminal never showed what was waited for; it showed: ${output}`);
  return { output, status };
}
