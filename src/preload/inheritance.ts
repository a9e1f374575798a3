import { type Handle, printHandle } from "../contract/handle";
import {
  type Inherited,
  inheritedContext,
  inheritedMarkLength,
  inheritedMarkText,
  parseInherited,
  printInherited,
} from "../contract/inherited";
import { leaseIvBytes } from "../contract/lease";
import { handleVariable } from "../contract/variables";
import { bufferFrom, bufferSlice, bufferToString, deleteProperty } from "./builtins";
import { loadCrypto } from "./loadCrypto";
import { openSealed, sealText } from "./sealed";
import type { Slot } from "./slot";

/**
 * Puts back what the environment held before a parent passed the vault's values on, so that shadow, the canary and the
 * kill switch have a plain environment to go back to in every child, however it was started.
 */
export function restoreInherited(native: NodeJS.ProcessEnv, handle: Handle, keyHex: string): void {
  const inherited = openInherited(handle.inherited, keyHex);
  for (let index = 0; index < inherited.length; index++) {
    const { name, mark, original } = inherited[index] as Inherited;
    const value = native[name];
    if (value === undefined || markOf(name, value, keyHex) !== mark) continue;
    if (original === null) deleteProperty(native, name);
    else native[name] = original;
  }
  native[handleVariable] = printHandle({ ...handle, inherited: "" });
}

/** The handle for a child that is given a copy of the environment as the program sees it. */
export function handleForChild(
  native: NodeJS.ProcessEnv,
  handle: Handle,
  slots: readonly Slot[],
  keyHex: string,
): string {
  const list = slots
    .filter(({ name, value }) => native[name] !== value)
    .map(({ name, value }) => ({
      name,
      mark: markOf(name, value as string, keyHex),
      original: native[name] ?? null,
    }));
  if (list.length === 0) return printHandle({ ...handle, inherited: "" });
  const sealed = sealText(printInherited(list), bufferFrom(inheritedContext, "utf8"), keyHex);
  return printHandle({ ...handle, inherited: bufferToString(sealed, "base64") });
}

function openInherited(text: string, keyHex: string): readonly Inherited[] {
  const bytes = bufferFrom(text, "base64");
  const iv = bufferSlice(bytes, 0, leaseIvBytes);
  const sealed = bufferSlice(bytes, leaseIvBytes, bytes.length);
  const list = openSealed(sealed, iv, bufferFrom(inheritedContext, "utf8"), keyHex);
  return (list === undefined ? undefined : parseInherited(list)) ?? [];
}

function markOf(name: string, value: string, keyHex: string): string {
  const hmac = loadCrypto().createHmac("sha256", bufferFrom(keyHex, "hex"));
  return hmac.update(inheritedMarkText(name, value)).digest("hex").slice(0, inheritedMarkLength);
}
