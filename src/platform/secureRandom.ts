import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * Random bytes fit for keys. Read from the kernel's device where there is one, because loading node:crypto costs 4 ms
 * and this runs before `exec` may start its program.
 */
export function secureRandomBytes(length: number): Buffer {
  return fromDevice(length) ?? fromCrypto(length);
}

function fromDevice(length: number): Buffer | undefined {
  if (process.platform === "win32") return undefined;
  try {
    const fd = openSync("/dev/urandom", "r");
    try {
      if (!fstatSync(fd).isCharacterDevice()) return undefined;
      const bytes = Buffer.alloc(length);
      return readSync(fd, bytes, 0, length, null) === length ? bytes : undefined;
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

function fromCrypto(length: number): Buffer {
  // An import would load it for everyone.
  const { randomBytes } = createRequire(process.execPath)("node:crypto") as typeof import("node:crypto");
  return randomBytes(length);
}
