import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../../package.json";
import { nodeTypes } from "../../../src/extension/launches/launchPlan";
import { nodeKinds } from "../../../src/extension/tree/treeNode";
import { root, sourceFiles } from "../../support/sourceFiles";

const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const declared = readFileSync(join(root, "src/extension/contributions.ts"), "utf8");
const clauses = [
  ...Object.values(contributes.menus).flat(),
  ...contributes.viewsWelcome,
  ...contributes.commands.map((command) => ({ when: "enablement" in command ? command.enablement : "" })),
].map(({ when }) => String(when ?? ""));

describe("the extension's manifest", () => {
  it("has the commands that the extension handles, each once", () => {
    const handled = [...declared.matchAll(/^ {2}"(secretRouter\.\w+)",$/gm)].map(([, id]) => id);
    expect(handled.length).toBeGreaterThan(5);
    expect(commands.toSorted()).toEqual(handled.toSorted());
  });

  it.each(contributes.commands)("has a category and a title for $command", ({ category, title }) => {
    expect(category).toBe("Secret Router");
    expect(title).toMatch(/^[A-Zs]/);
  });

  it("names in menus and buttons only commands that there are", () => {
    const inMenus = Object.values(contributes.menus).flatMap((entries) =>
      entries.map(({ command }) => command),
    );
    const inButtons = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(secretRouter\.\w+)/g)].map(([, id]) => String(id)),
    );
    expect([...inMenus, ...inButtons].filter((id) => !commands.includes(id))).toEqual([]);
  });

  it("asks only for context keys that are set", () => {
    const asked = new Set(clauses.flatMap((clause) => clause.match(/secretRouter\.is\w+/g) ?? []));
    const set = new Set(
      sourceFiles("src/extension").flatMap(({ text }) => text.match(/(?<=setContext\(")[^"]+/g) ?? []),
    );
    expect([...asked].filter((key) => !set.has(key))).toEqual([]);
  });

  it("asks in menus only for rows and views that there are", () => {
    const rows = clauses.flatMap((clause) => clause.match(/(?<=viewItem == )\w+/g) ?? []);
    expect(rows.filter((row) => !(nodeKinds as readonly string[]).includes(row))).toEqual([]);
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    expect(contributes.viewsWelcome.filter(({ view }) => !views.includes(view))).toEqual([]);
    const source = sourceFiles("src/extension")
      .map(({ text }) => text)
      .join("\n");
    for (const id of views) expect(source).toContain(`"${id}"`);
    for (const { id } of contributes.mcpServerDefinitionProviders) expect(source).toContain(`"${id}"`);
  });

  it("has a type, a default, a scope and a description for every setting that is read, and no other", () => {
    const settings = readFileSync(join(root, "src/extension/settings.ts"), "utf8");
    const read = [...settings.matchAll(/readonly "(secretRouter\.[\w.]+)"/g)].map(([, id]) => id);
    expect(Object.keys(contributes.configuration.properties).toSorted()).toEqual(read.toSorted());
    for (const setting of Object.values(contributes.configuration.properties)) {
      expect(setting).toMatchObject({ type: expect.any(String), scope: expect.any(String) });
      expect(setting).toHaveProperty("default");
      expect(setting.markdownDescription.length).toBeGreaterThan(20);
    }
  });

  it("says what to do in every empty state of its view", () => {
    for (const { contents } of contributes.viewsWelcome) expect(contents).toMatch(/\n\[[^\]]+\]\(command:/);
    expect(contributes.viewsWelcome.map(({ when }) => when)).toHaveLength(7);
  });

  it("activates where there is something for it, and never everywhere", () => {
    // The editor looks for a name by itself, and for a pattern by a search that may be slow, or not there at all.
    const files = ["secret-router.json", ".vscode/mcp.json", ".mcp.json", ".env", "package.json"];
    expect(manifest.activationEvents).toEqual([
      ...[...files, "**/package.json"].map((file) => `workspaceContains:${file}`),
      // A launch in a workspace with none of these files is still asked about.
      ...nodeTypes.map((type) => `onDebugResolve:${type}`),
    ]);
  });
});
