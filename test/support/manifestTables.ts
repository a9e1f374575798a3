/** What the README's tables are made from; a part of `package.json`. */
export interface Contributions {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly menus: Readonly<
    Record<string, readonly { readonly command: string; readonly when?: string | undefined }[]>
  >;
  readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
}

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly enum?: readonly string[] | undefined;
}

/** Puts the tables between their marks, `<!-- commands -->` and `<!-- settings -->`. */
export function withTables(readme: string, contributions: Contributions): string {
  const tables = { commands: commandTable(contributions), settings: settingTable(contributions) };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const place = new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*?(?=\n<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`The README has no place for its ${name}.`);
    return text.replace(place, () => table);
  }, readme);
}

function commandTable(contributions: Contributions): string {
  const rows = contributions.commands.map(({ command, title }) => [
    title,
    placesOf(command, contributions).join(", "),
    `\`${command}\``,
  ]);
  return table(["command", "where", "id, for a key of your own"], rows);
}

function placesOf(command: string, { menus }: Contributions): readonly string[] {
  const entries = Object.entries(menus).flatMap(([menu, list]) =>
    list.filter((entry) => entry.command === command).map(({ when = "" }) => ({ menu, when })),
  );
  const isHidden = entries.some(({ menu, when }) => menu === "commandPalette" && when === "false");
  const rows = entries
    .filter(({ menu }) => menu === "view/item/context")
    .flatMap(({ when }) => [...when.matchAll(/viewItem (?:==|=~) \/?\^?\(?([\w|]+)/g)])
    .flatMap(([, kinds]) => String(kinds).split("|"))
    .map(rowName);
  return [
    ...(isHidden ? [] : ["Command Palette"]),
    ...(entries.some(({ menu }) => menu === "view/title") ? ["the view's title"] : []),
    ...new Set(rows),
    ...(entries.some(({ menu }) => menu.startsWith("editor/")) ? ["the editor's title"] : []),
  ];
}

/** `vaultLoggedOut` is a row of a vault, `unroutedServer` one of a server. */
function rowName(kind: string): string {
  if (kind === "store") return "the store's row";
  const name = /server/i.test(kind) ? "server" : /^[a-z]+/.exec(kind)?.[0];
  return `a ${name ?? kind}'s row`;
}

const scopes: Readonly<Record<string, string>> = {
  application: "user",
  machine: "this machine",
  "machine-overridable": "this machine, workspace",
  window: "user, workspace",
  resource: "user, workspace, folder",
};

function settingTable({ configuration }: Contributions): string {
  const rows = Object.entries(configuration.properties).map(([id, setting]) => [
    `\`${id}\``,
    `\`${JSON.stringify(setting.default)}\``,
    scopes[setting.scope] ?? setting.scope,
    [...choicesOf(setting), setting.markdownDescription]
      .join(" ")
      .replaceAll("|", "\\|")
      .replaceAll(/\n+/g, " "),
  ]);
  return table(["setting", "default", "set for", ""], rows);
}

function choicesOf({ enum: choices }: Setting): readonly string[] {
  return choices === undefined ? [] : [`${choices.map((choice) => `\`${choice}\``).join(", ")}.`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n");
}
