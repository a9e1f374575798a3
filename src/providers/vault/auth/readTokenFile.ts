import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { RouterError } from "../../../core/routerError";
import { SecretValue } from "../../../core/secretValue";
import { errnoCode } from "../../../platform/ioError";

const maxTokenBytes = 16 * 1024;

export interface TokenFile {
  readonly token: SecretValue;
  /** Changes with the file. */
  readonly stamp: string;
}

/**
 * Reads a token file such as `~/.vault-token`, which other programs write.
 *
 * @param known the stamp of what the caller has: the file is not read again while it is that.
 * @throws RouterError VAULT_NOT_LOGGED_IN
 */
export async function readTokenFile(path: string, known?: string): Promise<TokenFile | undefined> {
  // Without O_NONBLOCK a FIFO in the file's place would hang the call.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw notLoggedIn(path, `cannot be read (${errnoCode(error) ?? "unknown error"})`);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > maxTokenBytes) throw notLoggedIn(path, "is no token file");
    const stamp = `${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`;
    if (stamp === known) return undefined;
    const token = (await file.readFile("utf8")).trim();
    if (!isToken(token)) throw notLoggedIn(path, "holds no token");
    return { token: new SecretValue(token), stamp };
  } finally {
    await file.close();
  }
}

/** A token is one header value: anything else in it would be an error that prints it, or a second header. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function notLoggedIn(path: string, why: string): RouterError {
  return new RouterError(
    "VAULT_NOT_LOGGED_IN",
    `The token file ${path} ${why}.`,
    "Log in again, with bao login, vault login or secret-router vault login.",
  );
}
