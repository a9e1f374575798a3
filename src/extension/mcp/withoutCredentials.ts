/** What stands for something hidden. */
export const mark = "•••";

// Enough to know a package or a path by, and too little of a key.
const shownLength = 4;

// What a shell or an interpreter takes for more than a word: called a key, code must not be hidden.
const other = String.raw`\s;&|<>$\x60(){}'"\\`;
const plain = `[^${other}]+`;
const name = String.raw`[\w-]*(?:key|token|secret|password|passwd|credentials?|authorization)`;
const scheme = "(?:(?:bearer|basic|token|apikey) +)?";

const login = new RegExp(`(?<=://)[^/@${other}]*@`, "g");
const header = `${name}: *${scheme}`;
const wholeHeader = new RegExp(`^(${header})(${plain})$`, "i");
// In one word with its option: `-HAuthorization: Bearer …`, `--header=X-Api-Key:…`.
const headerOption = new RegExp(`^((?:-H|--headers?=)${header})(${plain})$`, "i");
// `?api_key=…`
const parameter = new RegExp(`([?&]${name}=)([^#${other}]+)`, "gi");
// `"Authorization": "Bearer …"`
const member = new RegExp(`("${name}"\\s*:\\s*"${scheme})(${plain})(?=")`, "gi");
const address = /^(?:--?[\w-]+=)?[a-z][a-z\d+.-]*:\/\/[^\s;|<>$`(){}'"\\]*$/i;

/** A text without what logs in, where it is an address, a header or JSON and nothing besides, which could be code. */
export function withoutCredentials(text: string): string {
  const rest = text.replaceAll(login, `${mark}@`);
  if (address.test(rest)) return rest.replaceAll(parameter, valueHidden);
  if (isObject(rest)) return rest.replaceAll(member, valueHidden);
  return rest.replace(headerOption, valueHidden);
}

/** The same of what an option for a header is given: any other `key:…` may be a path, and so decide what runs. */
export function headerWithoutCredentials(text: string): string {
  return wholeHeader.test(text) ? text.replace(wholeHeader, valueHidden) : withoutCredentials(text);
}

/** What a key's name is given, by its beginning: that tells what only pretends to be one. */
export function beginningOf(text: string): string {
  if (isOpen(text) || !new RegExp(`^${plain}$`).test(text)) return withoutCredentials(text);
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)}${mark}`;
}

function valueHidden(_: string, before: string, value: string): string {
  return before + beginningOf(value);
}

function isObject(text: string): boolean {
  try {
    return text.startsWith("{") && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** An input, whose value nobody knows yet, or the next option. */
function isOpen(text: string): boolean {
  return text.startsWith("${") || text.startsWith("-");
}
