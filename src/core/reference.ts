import { RouterError } from "./routerError";
import { looksLikeWords } from "./shownName";

/** Where a secret's value lives. One grammar for all providers: `<provider>:<path>[#<field>]`. */
export interface Reference {
  readonly provider: ProviderId;
  /** The provider's own path: a KV path, a store name, `vault/item/field`, or a command line. */
  readonly path: string;
  /** The key inside the secret at that path, where a provider's secrets have several. */
  readonly field?: string;
}

export const providerIds = ["local", "vault", "onepassword", "aws", "command"] as const;
export type ProviderId = (typeof providerIds)[number];

const schemes: Readonly<Record<string, ProviderId>> = Object.assign(Object.create(null), {
  local: "local",
  vault: "vault",
  op: "onepassword",
  aws: "aws",
  command: "command",
});

/** The last accepted length of a whole reference. */
export const maxReferenceLength = 2048;

/**
 * @throws RouterError REFERENCE_INVALID or PROVIDER_UNKNOWN. The message repeats only what looks like a reference in words:
 *   anything else may hold the secret itself, written where its reference belongs.
 */
export function parseReference(text: string): Reference {
  if (text.length > maxReferenceLength) throw invalid("", "it is too long");
  if (hasControlCharacter(text)) throw invalid("", "it holds a control character");
  const colon = text.indexOf(":");
  if (colon < 1) throw invalid("", "it has no provider before a colon");
  const scheme = text.slice(0, colon);
  const provider = schemes[scheme];
  if (provider === undefined) {
    throw new RouterError(
      "PROVIDER_UNKNOWN",
      `A reference names ${/^[a-z]{1,16}$/.test(scheme) ? `the unknown provider "${scheme}"` : "no known provider"}.`,
      `Use one of ${Object.keys(schemes).join(", ")}, as in vault:secret/app#api_key or local:NAME.`,
    );
  }
  return parsePath(provider, text.slice(colon + 1), text);
}

/** The inverse of `parseReference`: `parseReference(printReference(r))` equals `r`. */
export function printReference(reference: Reference): string {
  const { provider, path, field } = reference;
  if (provider === "onepassword") return `op://${path}`;
  return field === undefined ? `${provider}:${path}` : `${provider}:${path}#${field}`;
}

function parsePath(provider: ProviderId, rest: string, text: string): Reference {
  switch (provider) {
    case "command":
      // A command line is the provider's whole business: `#` and `..` mean nothing here.
      if (rest.trim() === "") throw invalid(text, "it names no command");
      return { provider, path: rest };
    case "local":
      if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/.test(rest))
        throw invalid(text, "its name is not a variable name");
      return { provider, path: rest };
    case "onepassword": {
      if (!rest.startsWith("//")) throw invalid(text, "it must begin with op://");
      const path = checkedPath(rest.slice(2), text);
      const parts = path.split("/").length;
      if (parts < 3 || parts > 4) throw invalid(text, "it must be op://vault/item/[section/]field");
      return { provider, path };
    }
    case "vault":
    case "aws": {
      const hash = rest.lastIndexOf("#");
      const path = checkedPath(hash === -1 ? rest : rest.slice(0, hash), text);
      if (path.includes("#")) throw invalid(text, "it has more than one #");
      if (provider === "vault" && !path.includes("/"))
        throw invalid(text, "a vault path needs a mount and a path");
      if (hash === -1) return { provider, path };
      const field = rest.slice(hash + 1);
      if (field === "") throw invalid(text, "nothing follows its #");
      return { provider, path, field };
    }
    default:
      throw provider satisfies never;
  }
}

function checkedPath(path: string, text: string): string {
  for (const segment of path.split("/")) {
    if (segment === "") throw invalid(text, "its path has an empty part");
    if (segment === "." || segment === "..") throw invalid(text, `its path holds "${segment}"`);
  }
  return path;
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function invalid(text: string, why: string): RouterError {
  const isShown = text !== "" && text.split(/[:/#]/).every(looksLikeWords);
  return new RouterError(
    "REFERENCE_INVALID",
    `${isShown ? `The reference "${text}"` : "A reference"} is not valid: ${why}.`,
    "Write it as vault:secret/app#api_key, local:NAME, op://vault/item/field, aws:name#key or command:pass show x.",
  );
}
