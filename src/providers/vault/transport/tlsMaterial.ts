import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SecureContextOptions } from "node:tls";
import { RouterError } from "../../../core/routerError";
import { errnoCode } from "../../../platform/ioError";
import type { VaultTls } from "../vaultConnection";

/**
 * Reads what a TLS connection needs. An authority that is named replaces the system's, as in Vault's own client.
 *
 * @throws RouterError VAULT_TLS for a file that cannot be read.
 */
export async function readTlsMaterial(tls: VaultTls): Promise<SecureContextOptions> {
  const { caPem, caFile, caDirectory, clientCertFile, clientKeyFile } = tls;
  const ca = caPem ?? (caFile ? await read(caFile) : caDirectory ? await readAll(caDirectory) : undefined);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(clientCertFile === undefined ? {} : { cert: await read(clientCertFile) }),
    ...(clientKeyFile === undefined ? {} : { key: await read(clientKeyFile) }),
  };
}

async function readAll(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error) => {
    throw unreadable(directory, error);
  });
  return Promise.all(
    names.filter((name) => /\.(pem|crt|cer)$/i.test(name)).map((name) => read(join(directory, name))),
  );
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): RouterError {
  return new RouterError(
    "VAULT_TLS",
    `The certificate ${path} cannot be read (${errnoCode(error) ?? "unknown error"}).`,
    "Correct its path or permissions in VAULT_CACERT, VAULT_CLIENT_CERT or your settings.",
  );
}
