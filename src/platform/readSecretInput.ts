import { isatty } from "node:tty";
import { RouterError } from "../core/routerError";
import { SecretValue } from "../core/secretValue";
import { hiddenPrompt } from "./hiddenPrompt";

/** The last accepted size of a value. */
export const maxSecretBytes = 1024 * 1024;

/**
 * Reads a secret from what is piped in, without the one line end that `echo` adds, or at a hidden prompt.
 * @throws RouterError USAGE for what is too large or not text, ABORTED when the user gives up.
 */
export async function readSecretInput(question: string): Promise<SecretValue> {
  if (!isatty(0)) return readPiped(process.stdin);
  const answer = await hiddenPrompt(question);
  if (answer !== undefined) return answer;
  throw new RouterError("USAGE", "There is no terminal to ask on.", "Pipe the value in on standard input.");
}

export async function readPiped(input: AsyncIterable<Buffer | string>): Promise<SecretValue> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    // One line end more than the value itself may be there.
    if (size > maxSecretBytes + 2) throw tooLarge();
    chunks.push(bytes);
  }
  const bytes = withoutLineEnd(Buffer.concat(chunks));
  if (bytes.length > maxSecretBytes) throw tooLarge();
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) {
    throw new RouterError(
      "USAGE",
      "The value on standard input is not UTF-8 text.",
      "Encode it first, for example as Base64.",
    );
  }
  return new SecretValue(text);
}

function withoutLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}

function tooLarge(): RouterError {
  return new RouterError(
    "USAGE",
    `The value on standard input is larger than ${maxSecretBytes} bytes.`,
    "Store a smaller value; a file belongs on disk, its password here.",
  );
}
