import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { encodedForms } from "../everyPrintedForm";

/** Where one secret was found, in which form. Names the secret, so that a failing test does not print it. */
export interface Leak {
  readonly secret: string;
  readonly form: string;
  readonly where: string;
}

interface Needle {
  readonly secret: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Searches texts, files and folders for secrets, whole and encoded in every common way. */
export class LeakHunt {
  readonly #needles: Needle[] = [];
  readonly #leaks: Leak[] = [];
  #searched = 0;

  constructor(secrets: Readonly<Record<string, string>>) {
    this.add(secrets);
  }

  add(secrets: Readonly<Record<string, string>>): void {
    for (const [secret, value] of Object.entries(secrets)) {
      for (const [form, text] of Object.entries(formsOf(value)))
        this.#needles.push({ secret, form, bytes: Buffer.from(text) });
    }
  }

  /** How many texts and files were searched: none found in none proves nothing. */
  get searched(): number {
    return this.#searched;
  }

  get leaks(): readonly Leak[] {
    return this.#leaks;
  }

  searchText(where: string, text: string | Buffer): void {
    this.#searched++;
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    for (const { secret, form, bytes: needle } of this.#needles) {
      if (bytes.includes(needle)) this.#leaks.push({ secret, form, where });
    }
  }

  /** Every file below a folder, and every name in it. What goes away meanwhile holds nothing. */
  searchFolder(folder: string, except: readonly string[] = []): void {
    for (const name of namesBelow(folder)) {
      const path = join(folder, name);
      if (except.includes(path)) continue;
      this.searchText(`name ${name}`, name);
      const content = contentOf(path);
      if (content !== undefined) this.searchText(relative(folder, path), content);
    }
  }
}

/** A folder that goes away while it is being listed ends the listing, and the rest has to be looked for again. */
function namesBelow(folder: string, tries = 10): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (error) {
    if (tries === 0 || (error as NodeJS.ErrnoException).code !== "ENOENT" || !existsSync(folder)) throw error;
    return namesBelow(folder, tries - 1);
  }
}

/** `core` is the middle of the value, which survives escapes, cuts and line breaks at its ends. */
function formsOf(value: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(value);
  const forms: Record<string, string> = {
    hexUpper: bytes.toString("hex").toUpperCase(),
    form: new URLSearchParams([["", value]]).toString().slice(1),
    escaped: encodeURI(value),
  };
  for (const [index, form] of encodedForms(value).entries()) forms[`form ${index}`] = form;
  // Within something longer, base64 begins in the middle of a group of three bytes, and its ends belong to the neighbours.
  for (const shift of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    forms[`base64 shifted by ${shift}`] = whole.slice(shift === 0 ? 0 : 4, -2);
  }
  const core = /[0-9a-f]{12}/.exec(value)?.[0];
  if (core !== undefined) forms["core"] = core;
  return forms;
}

function contentOf(path: string): Buffer | undefined {
  try {
    return lstatSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
