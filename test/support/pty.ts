import { spawn } from "node:child_process";
import { python } from "./capabilities";

/** What to type once a text has appeared. */
export interface PtyStep {
  readonly after: string;
  readonly type: string;
}

export interface PtyResult {
  readonly code: number | null;
  /** All that the terminal showed, with line ends as `\n`. */
  readonly screen: string;
}

// Written in Python because Node cannot open a pseudo terminal; its standard library can.
const driver = `
import json, os, pty, select, struct, sys, termios, fcntl, time
task = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    os.chdir(task["cwd"])
    os.execve(task["argv"][0], task["argv"], task["env"])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", task["rows"], task["columns"], 0, 0))
screen, seen, steps, deadline = b"", 0, list(task["steps"]), time.monotonic() + task["seconds"]
while time.monotonic() < deadline:
    ready, _, _ = select.select([fd], [], [], 0.05)
    if ready:
        try:
            chunk = os.read(fd, 65536)
        except OSError:
            break
        if not chunk:
            break
        screen += chunk
    if steps and steps[0]["after"].encode() in screen[seen:]:
        seen = len(screen)
        os.write(fd, steps.pop(0)["type"].encode())
else:
    os.kill(pid, 9)
_, status = os.waitpid(pid, 0)
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "screen": screen.decode("utf-8", "replace").replace("\\r\\n", "\\n")}))
`;

/** Runs a program on a pseudo terminal of its own and types what the steps say. */
export function runOnPty(
  argv: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly steps?: readonly PtyStep[];
    readonly columns?: number;
    readonly rows?: number;
    readonly seconds?: number;
  },
): Promise<PtyResult> {
  const { cwd, env, steps = [], columns = 80, rows = 24, seconds = 30 } = options;
  if (python.path === undefined) throw new Error(python.howToGet);
  const task = JSON.stringify({ argv, cwd, env, steps, columns, rows, seconds });
  return new Promise((settle, fail) => {
    const child = spawn(python.path ?? "", ["-c", driver], { stdio: "pipe" });
    // What is typed may be a passphrase, which no argument may hold.
    child.stdin.end(task);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", fail);
    child.once("close", () => {
      try {
        settle(JSON.parse(stdout) as PtyResult);
      } catch {
        fail(new Error(`The terminal's driver failed: ${stderr}`));
      }
    });
  });
}
