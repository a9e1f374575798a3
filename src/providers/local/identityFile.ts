import { RouterError } from "../../core/routerError";
import type { SecretValue } from "../../core/secretValue";
import { readPrivateFile, writePrivateFile } from "../../platform/privateFile";
import { isArmored, removeArmor } from "./age/ageArmor";
import { type AgeKey, parseIdentityFile } from "./age/ageIdentity";
import type { Decrypted } from "./age/decryptAge";
import { openAge } from "./age/openAge";

/** Gives the passphrase of the identity, or undefined when nobody can be asked. Asked again after a wrong one. */
export type AskPassphrase = (attempt: number) => Promise<SecretValue | undefined>;

const maxIdentityBytes = 64 * 1024;
const maxAttempts = 3;
/** What `age` itself uses: about a second and 256 MiB for each guess. */
const defaultWorkFactor = 18;

/** @throws RouterError STORE_WRONG_KEY when there is no usable key, UNSAFE_PERMISSIONS, PASSPHRASE_…, IO. */
export async function readIdentityFile(path: string, ask: AskPassphrase | undefined): Promise<AgeKey> {
  return keyIn(await readIdentityText(path, ask), path);
}

/** Undefined when there is no identity file. */
export function isIdentityProtected(path: string): boolean | undefined {
  const file = readPrivateFile(path, maxIdentityBytes);
  return file && isSealed(file);
}

export async function createIdentityFile(
  path: string,
  passphrase: SecretValue | undefined,
  now: number,
): Promise<AgeKey> {
  const { newKey } = await import("./age/ageLibrary");
  const { key, recipient } = await newKey();
  const text = `# created: ${new Date(now).toISOString()}\n# public key: ${recipient}\n${key}\n`;
  await writeIdentityText(path, text, passphrase);
  return keyIn(text, path);
}

/** Seals the identity file under a new passphrase, or lays it open when there is none. */
export async function changePassphrase(
  path: string,
  ask: AskPassphrase | undefined,
  next: SecretValue | undefined,
  workFactor?: number,
): Promise<void> {
  const text = await readIdentityText(path, ask);
  keyIn(text, path);
  await writeIdentityText(path, text, next, workFactor);
}

async function writeIdentityText(
  path: string,
  text: string,
  passphrase: SecretValue | undefined,
  workFactor = defaultWorkFactor,
): Promise<void> {
  if (passphrase === undefined) return writePrivateFile(path, text);
  const { sealWithPassphrase } = await import("./age/ageLibrary");
  writePrivateFile(path, await sealWithPassphrase(Buffer.from(text), passphrase.reveal(), workFactor));
}

async function readIdentityText(path: string, ask: AskPassphrase | undefined): Promise<string> {
  const file = readPrivateFile(path, maxIdentityBytes);
  if (file === undefined) throw unusable(path, "does not exist, so the store cannot be opened");
  if (!isSealed(file)) return file.toString("utf8");
  const sealed = isArmored(file) ? removeArmor(file) : file;
  if (sealed === undefined) throw unusable(path, "is damaged");
  return (await unseal(sealed, path, ask)).toString("utf8");
}

async function unseal(sealed: Buffer, path: string, ask: AskPassphrase | undefined): Promise<Buffer> {
  let lastTried: string | undefined;
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const passphrase = (await ask?.(attempt))?.reveal();
    if (passphrase === undefined && lastTried === undefined) throw passphraseNeeded(path);
    // A remembered passphrase does not get better by trying again, and each try costs a second.
    if (passphrase === undefined || passphrase === lastTried) break;
    lastTried = passphrase;
    const opened: Decrypted = await openAge(sealed, { kind: "passphrase", passphrase });
    if (opened.status === "opened") return opened.content;
    if (opened.status === "damaged") throw unusable(path, `is damaged: ${opened.why}`);
  }
  throw new RouterError(
    "PASSPHRASE_WRONG",
    `The passphrase does not open ${path}.`,
    "Try again with the passphrase that was chosen for the store.",
  );
}

function isSealed(file: Buffer): boolean {
  return isArmored(file) || file.subarray(0, 19).toString("latin1") === "age-encryption.org/";
}

function keyIn(text: string, path: string): AgeKey {
  const key = parseIdentityFile(text);
  if (key === undefined) throw unusable(path, "holds no key that can be used");
  return key;
}

function passphraseNeeded(path: string): RouterError {
  return new RouterError(
    "PASSPHRASE_NEEDED",
    `The key of the store, ${path}, is protected by a passphrase, and nobody can be asked for it here.`,
    "Run the command in a terminal, or open the editor and enter the passphrase there.",
  );
}

function unusable(path: string, why: string): RouterError {
  return new RouterError(
    "STORE_WRONG_KEY",
    `The key file ${path} ${why}.`,
    "Put the key file of this store back from a backup; without it the store cannot be opened by anybody.",
  );
}
