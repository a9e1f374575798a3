import { configurationKeys, type KeyDefinition, type KeyShape } from "../../src/core/configurationKeys";

/** `docs/configuration.md`, made from the parser's own table. Write it anew with `npx vitest run --project check -u`. */
export function configurationReference(): string {
  const rows = Object.entries(configurationKeys).map(([key, definition]) => row(key, definition));
  return [
    "# Configuration",
    "`secret-router.json`, JSON with comments, is looked for in the folder you start from and above it, up to the repository's root.\nThis page is made from the parser's own table, as is [the JSON schema](../media/secret-router.schema.json).",
    ["| key | holds | default | |", "|---|---|---|---|", ...rows].join("\n"),
    "References are written `local:NAME` or `vault:mount/path#field`.\nIn `vault_path`, `{project}` is the name of the folder that holds the file, and `{name}` the secret's.",
    "A key under `environments` lies over the same key of the file when its environment is chosen, with `--environment` or by `Select Environment…` in the editor; `secrets` and `servers` are merged name by name.",
    "Unknown keys, wrong types and keys written twice are errors that name the key, the line and the fix.\nA running program keeps the last good configuration; `exec` starts its program with the plain environment and says why.",
    "A file that is a link is changed where the link leads, within the repository or, where there is none, the folder: a link further out is read, and left as it is.",
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function row(key: string, { shape, fallback, description }: KeyDefinition): string {
  const shown = fallback === undefined ? "" : `\`${JSON.stringify(fallback)}\``;
  return `| \`${key}\` | ${holds(shape)} | ${shown} | ${description} |`;
}

function holds(shape: KeyShape): string {
  switch (shape.kind) {
    case "choice":
      return shape.choices.map((choice) => `\`"${choice}"\``).join(", ");
    case "number":
      return `${shape.integer ? "a whole number" : "a number"} from ${shape.minimum} to ${shape.maximum}`;
    case "boolean":
      return "`true` or `false`";
    case "url":
      return "an address";
    case "vaultPath":
      return "a path with `{name}` in it";
    case "patterns":
      return '`{ "include": [], "exclude": [] }`';
    case "secrets":
      return "names and references";
    case "servers":
      return '`{ "github": { "secrets": [] } }`';
    case "environments":
      return "names and overlays";
    default:
      throw shape satisfies never;
  }
}
