import { once } from "node:events";
import type { ExecHome } from "./execHome";

/** A running program that prints APP_TOKEN whenever it changes, and ends with 7 when its input does. */
export interface FollowedProgram {
  last(): string | undefined;
  stderr(): string;
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

const follower = `
  let last = null;
  setInterval(() => {
    const now = String(process.env.APP_TOKEN);
    if (now !== last) console.log((last = now));
  }, 20);
  process.stdin.on("end", () => process.exit(7)).resume();`;

export function followProgram(
  at: ExecHome,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
): FollowedProgram {
  const child = at.start(["exec", ...flags, "--", "node", "-e", follower], { env });
  const closed = once(child, "close");
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return {
    last: () => stdout.trimEnd().split("\n").at(-1),
    stderr: () => stderr,
    async end() {
      child.stdin?.end();
      const [code] = await closed;
      return { code, stderr };
    },
  };
}
