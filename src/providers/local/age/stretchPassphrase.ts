import { scrypt } from "node:crypto";

/** The key that age makes of a passphrase. Off the main thread, where it takes about a second at the usual cost. */
export function stretchPassphrase(passphrase: string, salt: Buffer, workFactor: number): Promise<Buffer> {
  const cost = 2 ** workFactor;
  const fullSalt = Buffer.concat([Buffer.from("age-encryption.org/v1/scrypt"), salt]);
  const options = { N: cost, r: 8, p: 1, maxmem: 128 * 8 * cost + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, fullSalt, 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
