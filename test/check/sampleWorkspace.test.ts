import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type ParseError, parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { chooseEnvironment } from "../../src/core/configurationFile";
import { parseConfiguration } from "../../src/core/parseConfiguration";
import { root } from "../support/sourceFiles";

const folderVariable = "${workspaceFolder}";
const sample = join(root, "test", "fixtures", "sample-workspace");

describe("F5 on the checkout", () => {
  const { configurations } = read(join(root, ".vscode", "launch.json"));
  const { tasks } = read(join(root, ".vscode", "tasks.json"));

  it("starts the extension on the sample workspace after a build", () => {
    expect(configurations[0]).toMatchObject({ type: "extensionHost", preLaunchTask: "build" });
    expect(configurations[0].args).toContain(`--extensionDevelopmentPath=${folderVariable}`);
    expect(configurations[0].args.at(-1)).toBe(`${folderVariable}/test/fixtures/sample-workspace`);
  });

  it("names tasks, scripts and files that are there", () => {
    const labels = tasks.map((task: { label: string }) => task.label);
    for (const { preLaunchTask, program } of configurations) {
      expect(labels).toContain(preLaunchTask);
      if (program !== undefined) expect(existsSync(program.replace(folderVariable, root))).toBe(true);
    }
    const { scripts } = read(join(root, "package.json"));
    for (const { command } of tasks) {
      expect(Object.keys(scripts)).toContain(/^npm (?:run )?(\w+)/.exec(command)?.[1]);
    }
  });
});

describe("the sample workspace", () => {
  it("has a configuration that is accepted and limits its server", () => {
    const path = join(sample, "secret-router.json");
    const { mode, servers } = chooseEnvironment(
      parseConfiguration(readFileSync(path, "utf8"), path),
      undefined,
    );
    expect(mode).toBe("shadow");
    expect([...servers.keys()]).toEqual(Object.keys(read(join(sample, ".vscode", "mcp.json")).servers));
  });

  it("has an MCP server that answers and reads its key", async () => {
    const { command, args, env } = read(join(sample, ".vscode", "mcp.json")).servers.sample;
    const client = new Client({ name: "check", version: "1.0.0" });
    await client.connect(
      new StdioClientTransport({
        command,
        args: args.map((arg: string) => arg.replace(folderVariable, sample)),
        env: { PATH: process.env["PATH"] ?? "", ...env },
      }),
    );
    try {
      const { content } = await client.callTool({ name: "key_length" });
      expect(content).toEqual([{ type: "text", text: String(env.SAMPLE_API_KEY.length) }]);
    } finally {
      await client.close();
    }
  });
});

function read(path: string) {
  const errors: ParseError[] = [];
  const value = parse(readFileSync(path, "utf8"), errors, { allowTrailingComma: true });
  expect(errors).toEqual([]);
  return value;
}
