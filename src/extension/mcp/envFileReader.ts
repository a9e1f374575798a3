import { realpathSync } from "node:fs";
import { parseEnvFile } from "../../core/envFile";
import { readText } from "./readText";

/** Gives undefined for a file that cannot be read. */
export type EnvFileReader = (path: string) => ReadonlyMap<string, string> | undefined;

// Of all files together: a repository may hold any number of them, and one server may name each.
const maxBytes = 1024 * 1024;

/** Reads each file once, however many servers name it: for one look at all of them. */
export function envFileReader(): EnvFileReader {
  const known = new Map<string, ReadonlyMap<string, string> | undefined>();
  let bytesLeft = maxBytes;
  return (path) => {
    const file = realPath(path);
    if (known.has(file)) return known.get(file);
    const text = readText(file, bytesLeft);
    bytesLeft -= Buffer.byteLength(text ?? "");
    const variables = text === undefined ? undefined : variablesIn(text);
    known.set(file, variables);
    return variables;
  };
}

function variablesIn(text: string): ReadonlyMap<string, string> {
  return new Map(parseEnvFile(text).entries.map(({ name, value }) => [name, value]));
}

/** Any number of links and spellings may lead to one file. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
