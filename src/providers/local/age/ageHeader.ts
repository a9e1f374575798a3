import { unpaddedBase64 } from "./unpaddedBase64";

/** One way to the file's key, for one recipient. */
export interface Stanza {
  readonly type: string;
  readonly arguments: readonly string[];
  readonly body: Buffer;
}

export interface AgeHeader {
  readonly stanzas: readonly Stanza[];
  /** What the authentication code covers. */
  readonly authenticated: Buffer;
  readonly authenticationCode: Buffer;
  /** Where the sealed content begins. */
  readonly length: number;
}

const versionLine = "age-encryption.org/v1";
// Real headers take some hundred bytes per recipient; more than this is somebody's attempt.
const maxHeaderBytes = 64 * 1024;
const maxBodyLineLength = 64;

/** Reads the header of a binary age file; undefined when it is not one. The grammar is strict, as age's own is. */
export function parseAgeHeader(file: Buffer): AgeHeader | undefined {
  const lines = new HeaderLines(file);
  if (lines.next() !== versionLine) return undefined;
  const stanzas: Stanza[] = [];
  for (;;) {
    const start = lines.position;
    const line = lines.next();
    if (line === undefined) return undefined;
    if (line.startsWith("--- ")) {
      const authenticationCode = unpaddedBase64(line.slice(4));
      if (authenticationCode?.length !== 32 || stanzas.length === 0) return undefined;
      return {
        stanzas,
        authenticated: file.subarray(0, start + 3),
        authenticationCode,
        length: lines.position,
      };
    }
    const stanza = parseStanza(line, lines);
    if (stanza === undefined) return undefined;
    stanzas.push(stanza);
  }
}

function parseStanza(line: string, lines: HeaderLines): Stanza | undefined {
  const [arrow, type, ...rest] = line.split(" ");
  if (arrow !== "->" || type === undefined || type === "" || rest.includes("")) return undefined;
  const parts: Buffer[] = [];
  for (;;) {
    const bodyLine = lines.next();
    if (bodyLine === undefined || bodyLine.length > maxBodyLineLength) return undefined;
    const part = unpaddedBase64(bodyLine);
    if (part === undefined) return undefined;
    parts.push(part);
    if (bodyLine.length < maxBodyLineLength) return { type, arguments: rest, body: Buffer.concat(parts) };
  }
}

class HeaderLines {
  readonly #file: Buffer;
  position = 0;

  constructor(file: Buffer) {
    this.#file = file;
  }

  next(): string | undefined {
    const end = this.#file.indexOf(0x0a, this.position);
    if (end === -1 || end > maxHeaderBytes) return undefined;
    const line = this.#file.toString("latin1", this.position, end);
    this.position = end + 1;
    return /^[\x20-\x7e]*$/.test(line) ? line : undefined;
  }
}
