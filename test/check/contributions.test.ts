import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json";
import { editorCommands } from "../support/editorCommands";
import { root, sourceFiles } from "../support/sourceFiles";
import { type ContextValues, holds, keysOf } from "../support/whenClause";

const { contributes } = manifest;
const commands: readonly Command[] = contributes.commands;
const ownIds = commands.map(({ command }) => command);
const views = Object.values(contributes.views).flat();
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const menuEntries: readonly MenuEntry[] = Object.values(contributes.menus).flat();
const sources = sourceFiles("src/extension");

interface Command {
  readonly command: string;
  readonly icon?: string;
  readonly enablement?: string;
}

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

const completionClauses = steps
  .flatMap(({ completionEvents }) => completionEvents)
  .filter((event) => event.startsWith("onContext:"))
  .map((event) => event.slice("onContext:".length));
const clauses = [
  ...menuEntries.flatMap(({ when }) => (when === undefined ? [] : [when])),
  ...commands.flatMap(({ enablement }) => (enablement === undefined ? [] : [enablement])),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...completionClauses,
];

describe("context keys", () => {
  const editorKeys = ["view", "viewItem", "isWorkspaceTrusted", "workspaceFolderCount", "resourceScheme"];
  const declared = declaredKeys();
  const asked = new Set(clauses.flatMap(keysOf).filter((key) => !["true", "false"].includes(key)));

  it("are ours or known to be the editor's", () => {
    expect([...asked].filter((key) => !declared.includes(key) && !editorKeys.includes(key))).toEqual([]);
  });

  it("of ours are each set by code and each asked for", () => {
    const set = sources.flatMap(({ text }) => text.match(/(?<=setContext\(\s*")[^"]+/g) ?? []);
    expect(declared.length).toBeGreaterThan(3);
    expect([...new Set(set)].toSorted()).toEqual(declared.toSorted());
    expect(declared.filter((key) => !asked.has(key))).toEqual([]);
  });

  function declaredKeys(): readonly string[] {
    const text = readFileSync(join(root, "src/extension/contributions.ts"), "utf8");
    const body = /interface ContextKeys \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? "";
    return [...body.matchAll(/readonly "([^"]+)"/g)].map(([, key]) => String(key));
  }
});

describe("what is shown in a trusted workspace", () => {
  const shown = [
    ...commands.map(({ command, enablement }) => ({ what: command, clause: enablement ?? "" })),
    ...contributes.viewsWelcome.map(({ contents, when }) => ({ what: contents, clause: when })),
  ].filter(({ clause }) => clause.includes("isWorkspaceTrusted"));
  const usual = { workspaceFolderCount: 1, "secretRouter.isRouting": false };

  // After a reload the newest editor sets its own key up to half a minute late.
  it.each(shown)("waits for our own key only: $what", ({ clause }) => {
    const late = { ...usual, isWorkspaceTrusted: false, "secretRouter.isTrusted": true };
    expect(holds(clause, late)).toBe(holds(clause, { ...late, isWorkspaceTrusted: true }));
  });
});

describe("links to commands", () => {
  const inManifest = [
    ...contributes.viewsWelcome.map(({ contents }) => contents),
    ...steps.map(({ description }) => description),
  ];
  const ofViews = views.map(({ id }) => `${id}.focus`);
  const known = [...ownIds, ...ofViews, ...editorCommands];

  it("in the manifest run commands that there are", () => {
    const linked = inManifest.flatMap(linksIn);
    expect(linked.length).toBeGreaterThan(10);
    expect(linked.filter((id) => !known.includes(id))).toEqual([]);
  });

  it("in the code run commands that there are", () => {
    expect(sources.flatMap(({ text }) => linksIn(text)).filter((id) => !known.includes(id))).toEqual([]);
  });

  it("name no command of the editor that none uses", () => {
    const everywhere = [...inManifest, ...sources.map(({ text }) => text)].join("\n");
    expect(editorCommands.filter((id) => !everywhere.includes(id))).toEqual([]);
  });

  function linksIn(text: string): readonly string[] {
    return [...text.matchAll(/\(command:([\w.-]+)/g)].map(([, id]) => String(id));
  }
});

describe("the view's welcome", () => {
  const booleans = [...new Set(contributes.viewsWelcome.flatMap(({ when }) => keysOf(when)))].filter(
    (key) => key !== "workspaceFolderCount",
  );

  it("says one thing in every state that there can be", () => {
    for (const values of statesOf(booleans)) {
      const shown = contributes.viewsWelcome.filter(({ when }) => holds(when, values));
      expect({ values, shown: shown.map(({ contents }) => contents) }).toEqual({
        values,
        shown: [expect.stringMatching(/\n\[.+\]\(command:/)],
      });
    }
  });

  it("is there for every view", () => {
    expect(new Set(contributes.viewsWelcome.map(({ view }) => view))).toEqual(
      new Set(views.map(({ id }) => id)),
    );
  });

  function statesOf(keys: readonly string[]): readonly ContextValues[] {
    const [first, ...rest] = keys;
    if (first === undefined) return [{ workspaceFolderCount: 0 }, { workspaceFolderCount: 1 }];
    return statesOf(rest).flatMap((state) => [
      { ...state, [first]: false },
      { ...state, [first]: true },
    ]);
  }
});

describe("settings", () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const settings = Object.entries(contributes.configuration.properties);
  // Whoever sets one of these decides where a credential goes or what is run.
  const isSensitive = (id: string) =>
    /address|url|path|file$|folder|command|namespace|proxy|host|skip/i.test(id);

  it("that name an address, a path, a CA or a command cannot be set by a repository, trusted or not", () => {
    const sensitive = settings.filter(([id]) => isSensitive(id));
    expect(sensitive.length).toBeGreaterThan(0);
    expect(sensitive.filter(([, { scope }]) => scope !== "machine").map(([id]) => id)).toEqual([]);
    const ids = sensitive.map(([id]) => id);
    expect(ids.filter((id) => !restrictedConfigurations.includes(id))).toEqual([]);
  });

  it("that are restricted are there, and those of a machine are restricted", () => {
    const ids = settings.map(([id]) => id);
    expect(restrictedConfigurations.filter((id) => !ids.includes(id))).toEqual([]);
    const ofMachine = settings.filter(([, { scope }]) => scope.startsWith("machine")).map(([id]) => id);
    expect(ofMachine.filter((id) => !restrictedConfigurations.includes(id))).toEqual([]);
  });

  it.each(settings)(
    "%s has a schema that its default fits, and a scope that the editor knows",
    (_id, setting) => {
      const { type, scope } = setting;
      expect(["boolean", "string", "number", "integer", "array", "object"]).toContain(type);
      expect(typeof setting.default).toBe(type === "integer" ? "number" : type === "array" ? "object" : type);
      expect(["application", "machine", "machine-overridable", "window", "resource"]).toContain(scope);
      if ("enum" in setting) {
        const { enum: choices, enumDescriptions: described } = setting as unknown as Choice;
        expect(choices).toContain(setting.default);
        expect(described).toHaveLength(choices.length);
      }
    },
  );

  interface Choice {
    readonly enum: readonly string[];
    readonly enumDescriptions: readonly string[];
  }
});

describe("pictures", () => {
  const named = [
    manifest.icon,
    ...Object.values(contributes.viewsContainers).flatMap((list) => list.map(({ icon }) => icon)),
    ...views.map(({ icon }) => icon),
    ...contributes.walkthroughs.map(({ icon }) => icon),
    ...commands.flatMap(({ icon }) => icon ?? []),
  ];
  const files = [...named.filter((icon) => !icon.startsWith("$(")), ...steps.flatMap(mediaOf)];

  it("are files of the package or icons of the editor", () => {
    const icons = named.filter((icon) => icon.startsWith("$("));
    expect(icons.filter((icon) => !/^\$\([a-z][a-z0-9-]*\)$/.test(icon))).toEqual([]);
    expect(files.filter((file) => !file.startsWith("media/") || !existsSync(join(root, file)))).toEqual([]);
  });

  it("are small", () => {
    expect(files.filter((file) => statSync(join(root, file)).size > 32 * 1024)).toEqual([]);
  });

  it("have the marketplace's icon at 128 pixels", () => {
    const png = readFileSync(join(root, manifest.icon));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  function mediaOf({ media }: (typeof steps)[number]): readonly string[] {
    const { light, dark, hc, hcLight } = media.image;
    return [light, dark, hc, hcLight];
  }
});

describe("the walkthrough", () => {
  it("has four or five steps", () => {
    for (const { steps: own } of contributes.walkthroughs) expect([4, 5]).toContain(own.length);
  });

  it.each(steps)(
    "has in $title something to press, a picture for each theme and a way to be done",
    (step) => {
      expect(step.description).toMatch(/^\[[^\]]+\]\(command:[\w.]+\)$/m);
      expect(new Set(Object.values(step.media.image)).size).toBe(4);
      // The editor puts "Image showing" before it.
      expect(step.media.altText).toMatch(/^(the|a) /);
      expect(step.completionEvents.length).toBeGreaterThan(0);
      expect(step.completionEvents.filter((event) => !event.startsWith("onContext:"))).toEqual([]);
    },
  );
});
