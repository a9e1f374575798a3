type Crypto = typeof import("crypto");

/** Costs 3 to 10 ms the first time, so only a process that does read a secret pays for it. */
export function loadCrypto(): Crypto {
  return require("crypto") as Crypto;
}
