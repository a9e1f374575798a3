import { describe, expect, it } from "vitest";
import {
  defaultNameRules,
  isRoutedName,
  matchesGlob,
  maxNameLength,
  type NameRules,
} from "../../../src/contract/secretNames";

// Names that published MCP servers and their catalogues declare as secret.
const realSecrets = `
  GITHUB_PERSONAL_ACCESS_TOKEN GITLAB_PERSONAL_ACCESS_TOKEN SLACK_BOT_TOKEN BRAVE_API_KEY GOOGLE_MAPS_API_KEY
  AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN NOTION_TOKEN OPENAPI_MCP_HEADERS AUTH_TOKEN SUPABASE_ACCESS_TOKEN
  MDB_MCP_CONNECTION_STRING MDB_MCP_API_CLIENT_SECRET STRIPE_SECRET_KEY CONTEXT7_API_KEY FIGMA_API_KEY
  FIRECRAWL_API_KEY TAVILY_API_KEY EXA_API_KEY BROWSERBASE_API_KEY GEMINI_API_KEY APIFY_TOKEN APIFY_API_KEY
  CIRCLECI_TOKEN SENTRY_ACCESS_TOKEN SENTRY_AUTH_TOKEN AIRTABLE_API_KEY MYSQL_PASS MYSQL_CONNECTION_STRING
  MYSQL_SSL_KEY REMOTE_SECRET_KEY PERSONAL_ACCESS_TOKEN ADO_MCP_AUTH_TOKEN SLACK_MCP_XOXC_TOKEN
  SLACK_MCP_XOXD_TOKEN SLACK_MCP_API_KEY ES_API_KEY ES_PASSWORD JIRA_API_TOKEN JIRA_PERSONAL_TOKEN
  CONFLUENCE_API_TOKEN CONFLUENCE_PERSONAL_TOKEN ATLASSIAN_OAUTH_CLIENT_SECRET ATLASSIAN_OAUTH_ACCESS_TOKEN
  JIRA_CLIENT_KEY_PASSWORD JIRA_CLIENT_KEY REDIS_PWD REDIS_ENTRAID_CLIENT_SECRET DATABASE_URI motherduck_token
  CLICKHOUSE_PASSWORD CLICKHOUSE_MCP_AUTH_TOKEN MYSQL_PASSWORD DB_URL ELEVENLABS_API_KEY DBT_TOKEN SNOWFLAKE_PAT
  GRAFANA_SERVICE_ACCOUNT_TOKEN GRAFANA_API_KEY APITOKEN API_KEY CDATA_PAT CRDB_PWD DESCOPE_MANAGEMENT_KEY
  GOOGLE_APPLICATION_CREDENTIALS LINKEDIN_COOKIE OKTA_PRIVATE_KEY PROXMOX_TOKEN_VALUE SECRET_KEY TOKEN PASSWORD
  SECRET ALERTS_WEBHOOK_URL SENTRY_DSN HUGGINGFACE_API_KEY ANTHROPIC_API_KEY OPENAI_API_KEY DATABASE_URL REDIS_URL
  MONGODB_URI POSTGRES_URL PG_URL AMQP_URL RABBITMQ_URL ELASTICSEARCH_URL NPM_TOKEN NODE_AUTH_TOKEN GH_TOKEN
  GITHUB_TOKEN PGPASSWORD SSH_KEY_PASSPHRASE APP_DATABASE_URL SMTP_PASSWD JWT_SECRET AZURE_CLIENT_SECRET
  TWILIO_AUTH_TOKEN`;

// Ordinary variables of shells, editors, package managers and CI, and names that only look like secrets.
const nonSecrets = `
  PWD OLDPWD PATH HOME USER LOGNAME SHELL TERM COLORTERM LANG LC_ALL TZ HOSTNAME EDITOR PAGER DISPLAY MAIL SHLVL
  SSH_AUTH_SOCK SSH_CONNECTION SSH_TTY GPG_AGENT_INFO DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR XDG_CONFIG_HOME
  LS_COLORS TMPDIR TEMP APPDATA LOCALAPPDATA USERPROFILE PATHEXT SYSTEMROOT PROGRAMFILES NODE_ENV NODE_OPTIONS
  NODE_PATH NODE_EXTRA_CA_CERTS INIT_CWD npm_config_registry npm_config__authToken NPM_CONFIG_TOKEN
  npm_package_config_api_key npm_lifecycle_event VSCODE_GIT_IPC_AUTH_TOKEN VSCODE_IPC_HOOK VSCODE_NONCE_TOKEN
  VAULT_TOKEN VAULT_ADDR VAULT_NAMESPACE BAO_TOKEN BAO_ADDR SECRET_ROUTER SECRET_ROUTER_HOME SECRET_ROUTER_TOKEN
  CI GITHUB_ACTIONS GITHUB_REPOSITORY HTTP_PROXY HTTPS_PROXY NO_PROXY PORT DEBUG LOG_LEVEL MAX_TOKENS
  OPENAI_MAX_TOKENS TOKEN_LIMIT TOKENIZERS_PARALLELISM SIMILARITY_THRESHOLD API_TIMEOUT API_URL OPENAI_BASE_URL
  PASSWORD_FILE SECRET_PATH API_KEY_FILE GDRIVE_CREDENTIALS_PATH MYSQL_SSH_KEY_PATH KEYSPACE CASSANDRA_KEYSPACE
  MONKEY TURKEY DONKEY COMPASS COMPAT KEY PASS PAT HEADERS PUBLIC_KEY PUBLISHABLE_KEY VAPID_PUBLIC_KEY
  STRIPE_PUBLISHABLE_KEY SSH_PUBLIC_KEY DB_HOST DATABASE_NAME REDIS_HOST SLACK_TEAM_ID AWS_PROFILE
  AWS_ACCESS_KEY_ID AWS_REGION AZURE_TENANT_ID MY_DB_URL _TOKEN _KEY`;

describe("isRoutedName by the built-in patterns", () => {
  it.each(words(realSecrets))("routes %s", (name) => {
    expect(isRoutedName(name, defaultNameRules)).toBe(true);
  });

  it.each(words(nonSecrets))("does not route %s", (name) => {
    expect(isRoutedName(name, defaultNameRules)).toBe(false);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"])(
    "does not take %s from the prototype",
    (name) => {
      expect(isRoutedName(name, defaultNameRules)).toBe(false);
      expect(isRoutedName(name, { ...defaultNameRules, names: [name] })).toBe(true);
      expect(isRoutedName(name, { ...defaultNameRules, scope: [name] })).toBe(true);
      expect(isRoutedName(name, { ...defaultNameRules, include: [name] })).toBe(true);
    },
  );

  it.each([
    "",
    " ",
    "1_TOKEN",
    "A-B_TOKEN",
    "a/../b_TOKEN",
    "A#B_TOKEN",
    "A B_TOKEN",
    "Ä_TOKEN",
    "A\n_TOKEN",
  ])("does not route %j, which no shell can carry and a vault's path must not hold", (name) => {
    expect(isRoutedName(name, { ...defaultNameRules, include: ["*"] })).toBe(false);
  });

  it("routes a name of the longest length and none longer", () => {
    const longest = `${"A".repeat(maxNameLength - "_TOKEN".length)}_TOKEN`;
    expect(isRoutedName(longest, defaultNameRules)).toBe(true);
    expect(isRoutedName(`A${longest}`, defaultNameRules)).toBe(false);
  });

  it("ignores case", () => {
    expect(isRoutedName("openai_api_key", defaultNameRules)).toBe(true);
    expect(isRoutedName("OpenAI_Api_Key", defaultNameRules)).toBe(true);
  });
});

describe("isRoutedName by the configuration's rules", () => {
  const rules: NameRules = {
    names: ["PLAIN", "TEST_TOKEN"],
    include: ["MY_*", "exact_name"],
    exclude: ["*_TOKEN", "MY_PUBLIC_*"],
    scope: null,
  };

  it.each([
    ["PLAIN", true, "names are routed whatever the patterns say"],
    ["plain", false, "names are spelled as in the configuration"],
    ["TEST_TOKEN", true, "an exclude does not touch names"],
    ["OTHER_TOKEN", false, "an exclude takes a built-in match out"],
    ["OTHER_SECRET", true, "what no exclude names stays"],
    ["MY_THING", true, "an include adds"],
    ["my_thing", true, "an include ignores case"],
    ["MY_PUBLIC_THING", false, "an exclude wins over an include"],
    ["EXACT_NAME", true, "an include without a wildcard is a whole name"],
    ["EXACT_NAME_2", false, "and nothing longer"],
    ["HOME", false, "others stay out"],
  ])("gives for %s: %s, as %s", (name, expected) => {
    expect(isRoutedName(name, rules)).toBe(expected);
  });

  it("routes nothing outside a scope, and everything in it", () => {
    const scoped: NameRules = { ...rules, scope: ["GITHUB_TOKEN", "ODD"] };
    expect(isRoutedName("GITHUB_TOKEN", scoped)).toBe(true);
    expect(isRoutedName("ODD", scoped)).toBe(true);
    expect(isRoutedName("OPENAI_API_KEY", scoped)).toBe(false);
    expect(isRoutedName("PLAIN", scoped)).toBe(false);
    expect(isRoutedName("OPENAI_API_KEY", { ...rules, scope: [] })).toBe(false);
  });
});

describe("isRoutedName, asked for many names", () => {
  it("takes the patterns apart once and not for each name", () => {
    const globs = Array.from({ length: 200 }, (_, index) => `Z${"*Q".repeat(100)}${index}`);
    const rules: NameRules = { names: [], include: globs, exclude: globs, scope: null };
    const names = Array.from({ length: 200 }, (_, index) => `Z${"Q".repeat(200)}_N${index}`);
    const anew = () => names.map((name) => [...globs, ...globs].map((glob) => matchesGlob(name, glob)));
    expect(timesFaster(() => names.map((name) => isRoutedName(name, rules)), anew)).toBeGreaterThan(3);
  });

  it.each(["names", "scope"] as const)("looks it up in the %s and does not search for it", (list) => {
    const many = Array.from({ length: 20_000 }, (_, index) => `N_${index}`);
    const rules: NameRules = { ...defaultNameRules, [list]: many };
    const names = Array.from({ length: 2_000 }, (_, index) => `ABSENT_${index}`);
    const searched = () => names.map((name) => many.indexOf(name));
    expect(timesFaster(() => names.map((name) => isRoutedName(name, rules)), searched)).toBeGreaterThan(3);
  });
});

/** The best of some rounds: a machine that is busy spoils one. It is some twenty times in each. */
function timesFaster(action: () => unknown, slower: () => unknown): number {
  const ratios = Array.from({ length: 5 }, () => msOf(slower) / msOf(action));
  return Math.max(...ratios);
}

function msOf(action: () => unknown): number {
  const startedAt = performance.now();
  action();
  return performance.now() - startedAt;
}

describe("matchesGlob", () => {
  it.each([
    ["ABC", "ABC", true],
    ["ABC", "AB", false],
    ["ABC", "*", true],
    ["", "*", true],
    ["", "", true],
    ["A", "", false],
    ["ABC", "A*C", true],
    ["AC", "A*C", true],
    ["A", "A*A", false],
    ["AA", "A*A", true],
    ["ABAB", "*AB", true],
    ["ABCABD", "*AB*D", true],
    ["ABAC", "A*B*B*C", false],
    ["A.C", "A.C", true],
    ["ABC", "A.C", false],
    ["A$^+()", "A$^+()", true],
  ])("matches %j against %j: %s", (text, glob, expected) => {
    expect(matchesGlob(text, glob)).toBe(expected);
  });

  it("agrees with a regular expression on every short text and glob", () => {
    const texts = wordsOver("AB", 5);
    for (const glob of wordsOver("AB*", 4)) {
      const expression = new RegExp(`^${glob.replaceAll("*", ".*")}$`);
      for (const text of texts) {
        if (matchesGlob(text, glob) !== expression.test(text)) {
          expect.fail(`${JSON.stringify(text)} against ${JSON.stringify(glob)}`);
        }
      }
    }
  });

  it("takes no longer for a glob that makes a backtracking matcher explode", () => {
    const text = "A".repeat(maxNameLength);
    const glob = `${"*A".repeat(120)}*B`;
    const startedAt = performance.now();
    for (let round = 0; round < 1000; round++) matchesGlob(text, glob);
    // A backtracking matcher does not end within the age of the universe.
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

function wordsOver(letters: string, maxLength: number): readonly string[] {
  let longest = [""];
  const all = [""];
  for (let length = 1; length <= maxLength; length++) {
    longest = longest.flatMap((word) => [...letters].map((letter) => word + letter));
    all.push(...longest);
  }
  return all;
}
