import { inspect } from "node:util";

/** Everything that a log line, a crash report or a debugger would show of a thing: what must never hold a secret. */
export function everyPrintedForm(thing: unknown): string {
  const forms = [inspect(thing, { depth: 10, showHidden: true, getters: true }), json(thing), text(thing)];
  if (thing instanceof Error) forms.push(thing.stack ?? "", thing.message, inspect(thing.cause));
  if (thing instanceof Map) {
    for (const [key, value] of thing) forms.push(everyPrintedForm(key), everyPrintedForm(value));
  }
  return forms.join("\n");
}

/** The ways in which a secret is commonly written down, each of which is as good as the secret. */
export function encodedForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ].filter((form, index, all) => form !== "" && all.indexOf(form) === index);
}

function json(thing: unknown): string {
  try {
    return JSON.stringify(thing) ?? "";
  } catch {
    return "";
  }
}

function text(thing: unknown): string {
  try {
    return String(thing);
  } catch {
    return "";
  }
}
