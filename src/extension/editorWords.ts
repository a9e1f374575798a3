import type { CommandId } from "./contributions";

/** What a sentence of the command line tells to run, and the command of the palette that does the same. */
const counterparts: readonly { readonly line: RegExp; readonly command: CommandId }[] = [
  { line: /`?secret-router audit (?:verify|tail)`?/g, command: "secretRouter.showAuditLog" },
  { line: /`?secret-router import --undo`?/g, command: "secretRouter.undoImport" },
  {
    line: /`?secret-router import (?:'[^']*'|[^\s;]*[^\s;.])(?: --delete)?`?/g,
    command: "secretRouter.importEnvFile",
  },
  {
    line: /`?secret-router vault login(?: (?:ADDR|https?:\S*[^\s.,;]))?(?: --method [\w-]+)?(?: \([^)]*\))?`?/g,
    command: "secretRouter.connectVault",
  },
  { line: /`?secret-router set(?: [A-Z][A-Z0-9_]*)?`?/g, command: "secretRouter.storeSecret" },
  { line: /`?secret-router resume`?/g, command: "secretRouter.resume" },
  { line: /`?secret-router doctor`?/g, command: "secretRouter.runDoctor" },
  { line: /`?secret-router mode \w+(?: --canary \d+)?`?/g, command: "secretRouter.switchMode" },
];

/** Command titles as the palette shows them. A test holds them against the manifest. */
export const paletteTitles: Partial<Record<CommandId, string>> = {
  "secretRouter.showAuditLog": "Secret Router: Show Audit Log",
  "secretRouter.undoImport": "Secret Router: Undo an Import…",
  "secretRouter.importEnvFile": "Secret Router: Import from .env…",
  "secretRouter.storeSecret": "Secret Router: Store a Secret…",
  "secretRouter.resume": "Secret Router: Lift the Kill Switch…",
  "secretRouter.runDoctor": "Secret Router: Run Doctor",
  "secretRouter.connectVault": "Secret Router: Connect to Vault…",
  "secretRouter.switchMode": "Secret Router: Switch Mode…",
  "secretRouter.routeWorkspace": "Secret Router: Route the Secrets of This Workspace",
};

/** Says in the editor's words what the parts below it say in those of the command line. */
export function editorWords(text: string): string {
  return counterparts.reduce(
    (said, { line, command }) => said.replace(line, () => `"${paletteTitles[command]}"`),
    text,
  );
}

export interface CommandLink {
  readonly start: number;
  readonly end: number;
  readonly command: CommandId;
}

/** Where a text names a command of the palette, so that it can be clicked. */
export function commandLinks(text: string): readonly CommandLink[] {
  return (Object.entries(paletteTitles) as [CommandId, string][]).flatMap(([command, title]) =>
    [...text.matchAll(new RegExp(`"${escaped(title)}"`, "g"))].map(({ index }) => ({
      start: index + 1,
      end: index + 1 + title.length,
      command,
    })),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
