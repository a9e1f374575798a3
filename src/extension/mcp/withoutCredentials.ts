import { defaultNameRules, isRoutedName } from "../../contract/secretNames";

/** What stands for something hidden. */
export const mark = "•••";

// Enough to know a path by, and too little of a key.
const shownLength = 4;

// What a shell or an interpreter takes for more than a word: called a key, code must not be hidden.
const signs = String.raw`\s;&|<>$\x60(){}[\]'"\\`;
const plain = `[^${signs}]+`;
// Not `=~`, `==` or `%x`, which make code of what looks like an assignment.
const plainWord = new RegExp(`^(?![=~%])${plain}$`);
const words = "key|token|secret|password|passwd|credentials?|authorization";
const name = `(?:[\\w.-]*(?:${words})|(?:[\\w.-]*[._-])?(?:auth|pat|pass|pwd|passphrase|bearer))`;
const scheme = "(?:(?:bearer|basic|bot|token|api-?key) +)?";

const set = new RegExp(`^((?:--${name}|-(?:${words}))=)(.*)$`, "is");
const option = new RegExp(`^(?:--${name}|-(?:${words}))$`, "i");
const given = new RegExp(`^(${scheme})(${plain})$`, "i");
const header = new RegExp(`^(${name}: *${scheme})(${plain})$`, "i");
const headerOption = /^(?:-H|--headers?)$/;
// In one word with its option: `-HAuthorization: Bearer …`, `--header=X-Api-Key:…`.
const setHeader = new RegExp(`^((?:-H|--headers?=)${name}: *${scheme})(${plain})$`, "i");
const address = new RegExp(`^(?:--?[\\w.-]+=)?[a-z][a-z\\d+.-]*://[^${signs.replace("&", "")}]*$`, "i");
// `?api_key=…`; with a slash it could be a way to another file.
const parameter = new RegExp(`([?&#](?:${name}|code|sig)=)([^#?/${signs}]+)(?=[&#]|$)`, "gi");
// `"Authorization": "Bearer …"`
const member = new RegExp(`("${name}"\\s*:\\s*"${scheme})(${plain})(?=")`, "gi");
const json = /^(?:--?[\w.-]+=)?([[{].*)$/s;
// `user:password@host`, and not `image@sha256:…`.
const login = new RegExp(`(://[^/?#@:${signs}]*:)[^/?#${signs}]*(?=@(?!sha256:)[\\w[])`, "g");
const tokenLogin = new RegExp(`(://)([^/?#@:${signs}]+)(?=@(?!sha256:)[\\w[])`, "g");

/** A text without what logs in, where it is an address or JSON and nothing besides, which could be code. */
export function withoutCredentials(text: string): string {
  const isAddress = address.test(text);
  if (!isAddress && !isJson(text)) return text;
  const rest = text.replaceAll(login, `$1${mark}`).replaceAll(tokenLogin, keyHidden);
  return rest.replaceAll(isAddress ? parameter : member, keyHidden);
}

/** The same of an argument, which may also be what an option for a key or a header is given. */
export function argumentWithoutCredentials(argument: string, before = ""): string {
  const [, start, value = ""] = set.exec(argument) ?? setHeader.exec(argument) ?? assignment(argument) ?? [];
  if (start !== undefined) return start + beginningOf(value);
  if (option.test(before)) return withoutCredentials(argument.replace(given, keyHidden));
  if (headerOption.test(before)) return withoutCredentials(argument.replace(header, keyHidden));
  return withoutCredentials(argument);
}

/** `NAME=value`, alone or behind an option, as `docker run -eNAME=value` has it. */
function assignment(argument: string): readonly string[] | undefined {
  const [whole, start = "", called = "", value = ""] =
    /^((?:-[A-Za-z]|--?[\w-]+=)?([A-Za-z_]\w*)=)(.*)$/s.exec(argument) ?? [];
  return whole !== undefined && isRoutedName(called, defaultNameRules) ? [whole, start, value] : undefined;
}

/** What a key's name is set to in one word, by its beginning: that tells what only pretends to be one. */
function beginningOf(text: string): string {
  if (isOpen(text) || !plainWord.test(text)) return withoutCredentials(text);
  return begun(text);
}

function begun(text: string): string {
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)}${mark}`;
}

/** A word of its own may be what runs, whatever stands before it: hidden is what looks like a key. */
function keyHidden(_: string, before: string, value: string): string {
  return before + (looksLikeKey(value) ? begun(value) : value);
}

/** Letters and digits in turns, or very many: nobody could know a package or a file by such a name. */
function looksLikeKey(text: string): boolean {
  if (!/^[\w.:+=~-]+$/.test(text)) return false;
  return text
    .split(/[_.:+=~-]/)
    .some((part) => (part.length >= 8 && /\d[a-z]+\d/i.test(part)) || (part.length > 20 && /\d/.test(part)));
}

function isJson(text: string): boolean {
  const [, value = ""] = json.exec(text) ?? [];
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** An input, whose value nobody knows yet, or the next option. */
function isOpen(text: string): boolean {
  return text.startsWith("${") || text.startsWith("-");
}
