import { describe, expect, it } from "vitest";
import { serverLabels } from "../../../src/extension/mcp/serverLabels";

const server = (name: string, folder: string | undefined, file: string, root = `/w/${folder}`) => ({
  key: `${root}/${file}#${name}`,
  name,
  folder,
  file,
});
const labels = (...servers: readonly ReturnType<typeof server>[]): readonly string[] => [
  ...serverLabels(servers).values(),
];

describe("serverLabels", () => {
  it("says no more than it must", () => {
    expect(labels(server("one", "app", "mcp.json"), server("two", "app", "mcp.json"))).toEqual([
      "one (routed)",
      "two (routed)",
    ]);
  });

  it("tells the user's own from a workspace's", () => {
    expect(labels(server("one", "app", "mcp.json"), server("one", undefined, "mcp.json"))).toEqual([
      "one (routed)",
      "one (routed, user)",
    ]);
  });

  it("tells those of two folders apart that have the same file", () => {
    const file = ".vscode/mcp.json";
    expect(labels(server("one", "app", file), server("one", "lib", file))).toEqual([
      "one (routed, app)",
      "one (routed, lib)",
    ]);
  });

  it("tells those of two files of one folder apart", () => {
    expect(labels(server("one", "app", ".mcp.json"), server("one", "app", ".vscode/mcp.json"))).toEqual([
      "one (routed, app: .mcp.json)",
      "one (routed, app: .vscode/mcp.json)",
    ]);
    expect(labels(server("one", undefined, "mcp.json"), server("one", undefined, "settings.json"))).toEqual([
      "one (routed, user: mcp.json)",
      "one (routed, user: settings.json)",
    ]);
  });

  it("never gives two servers one label", () => {
    const file = ".vscode/mcp.json";
    const all = [
      server("one", "app", file, "/a/app"),
      server("one", "app", file, "/b/app"),
      server("one", "user", file),
      server("one", undefined, file),
      server("one", undefined, "settings.json"),
    ];
    expect(new Set(labels(...all)).size).toBe(all.length);
  });
});
