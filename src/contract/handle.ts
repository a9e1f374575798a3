import { nameRulesOfJson } from "./nameRulesOfJson";
import { defaultNameRules, type NameRules } from "./secretNames";

/** What a process is given to find its session: one environment variable's value. */
export interface Handle {
  /** Absolute path of the session directory; its last part is the session id. */
  readonly directory: string;
  /** 64 hex digits, or null when the key is a file in the session directory. */
  readonly keyHex: string | null;
  /** The broker's process id, or 0 when only the lease tells. */
  readonly brokerPid: number;
  /** Null when they are a file in the session directory, because the handle may never change. */
  readonly rules: NameRules | null;
  /** The sealed list of what a parent passed on, as in `inherited.ts`; empty when there is none. */
  readonly inherited: string;
}

const version = "1";
/** In the place of rules: they are in a file. No rules are encoded like that. */
const inFile = "@";
/** Linux allows 128 KiB in one variable; half leaves room for what the launcher adds. */
export const maxHandleLength = 64 * 1024;

/** `1|<pid>|<key>|<rules>|<inherited>|<directory>`; the directory is last because it alone may hold a `|`. */
export function printHandle(handle: Handle): string {
  const { brokerPid, keyHex, rules, inherited, directory } = handle;
  const start = [version, brokerPid, keyHex ?? "-", printRules(rules)].join("|");
  const text = `${start}|${inherited === "" ? "-" : inherited}|${directory}`;
  // Without the list children keep the values that they were given, which is better than no session.
  return text.length <= maxHandleLength ? text : `${start}|-|${directory}`;
}

/** Gives undefined for whatever `printHandle` would not have written. */
export function parseHandle(text: string | undefined): Handle | undefined {
  if (text === undefined || text.length > maxHandleLength || text.indexOf("\0") !== -1) return undefined;
  const parts = text.split("|");
  if (parts.length < 6 || parts[0] !== version) return undefined;
  const [, pid, key, rulesText, inheritedText] = parts as [string, string, string, string, string];
  const directory = parts.slice(5).join("|");
  if (!/^\d{1,10}$/.test(pid) || !/^([0-9a-f]{64}|-)$/.test(key) || !isAbsolute(directory)) return undefined;
  const rules = parseRules(rulesText);
  if (rules === undefined || !/^(-|[A-Za-z0-9+/]{2,}={0,2})$/.test(inheritedText)) return undefined;
  const inherited = inheritedText === "-" ? "" : inheritedText;
  return { directory, keyHex: key === "-" ? null : key, brokerPid: Number(pid), rules, inherited };
}

/** The session id is the directory's last part; the lease repeats it, authenticated. */
export function sessionIdOf(directory: string): string {
  return directory.slice(Math.max(directory.lastIndexOf("/"), directory.lastIndexOf("\\")) + 1);
}

function printRules(rules: NameRules | null): string {
  if (rules === null) return inFile;
  return isDefault(rules) ? "-" : encode(rules);
}

function parseRules(text: string): NameRules | null | undefined {
  if (text === inFile) return null;
  return text === "-" ? defaultNameRules : nameRulesOfJson(decode(text));
}

function encode(value: unknown): string {
  // A lone surrogate, which encodeURIComponent refuses, is no text that an environment could carry.
  return encodeURIComponent(JSON.stringify(value).replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g, ""));
}

function decode(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

function isDefault(rules: NameRules): boolean {
  return rules.scope === null && rules.names.length + rules.include.length + rules.exclude.length === 0;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith("\\\\");
}
