import { randomBytes } from "node:crypto";

/** Made-up values of every awkward kind. Each holds a core of twelve hex digits that exists nowhere else. */
export function makeUpSecrets() {
  return {
    plain: `made-up-plain-${core()}-end`,
    quoted: `made-up "quoted" 'and' \\broken\\\nsecond\tline ${core()} $HOME \`x\`\n end`,
    unicode: `made-up-ünï-日本-😀-${core()}-ß`,
    url: `postgres://made-up:p%40ss+${core()}@db.example.com:5432/app?sslmode=require&x=1`,
    long: `made-up-long-${core()}-${"x/+=".repeat(5000)}`,
  } as const;
}

export function core(): string {
  // A digit first and a letter second, so that it never looks like a time or a size.
  return `7e${randomBytes(5).toString("hex")}`;
}
