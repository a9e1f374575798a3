import { describe, expect, it } from "vitest";
import { codeWorkspaceFile } from "../../../src/mcp/codeWorkspaceFile";
import { readInputs } from "../../../src/mcp/readInputs";
import { vscodeMcpFile } from "../../../src/mcp/vscodeMcpFile";
import { vscodeSettingsFile } from "../../../src/mcp/vscodeSettingsFile";

const text = { id: "key", type: "promptString", description: "The key", password: true };
const read = { id: "key", description: "The key", preset: undefined, isPassword: true, options: undefined };

describe("readInputs", () => {
  it("reads one to be typed", () => {
    expect(readInputs([text])).toEqual([read]);
    expect(readInputs([{ id: "org", type: "promptString", default: "acme" }])).toEqual([
      { id: "org", description: "", preset: "acme", isPassword: false, options: undefined },
    ]);
  });

  it("reads one to be chosen, with and without labels", () => {
    const options = ["eu", { label: "America", value: "us" }, { label: "no value" }, 7];
    expect(readInputs([{ id: "region", type: "pickString", options, default: "us" }])).toEqual([
      {
        id: "region",
        description: "",
        preset: "us",
        isPassword: false,
        options: [
          { label: "eu", value: "eu" },
          { label: "America", value: "us" },
        ],
      },
    ]);
  });

  it("leaves out what would run a command of a repository's choice", () => {
    expect(
      readInputs([{ id: "c", type: "command", command: "workbench.action.terminal.new" }, text]),
    ).toEqual([read]);
  });

  it.each([
    undefined,
    null,
    {},
    "x",
    [1],
    [[]],
    [{ type: "promptString" }],
    [{ id: "", type: "promptString" }],
    [{ id: "a" }],
    [{ id: "a", type: "pickString", options: "x" }],
  ])("finds none in %j", (list) => {
    expect(readInputs(list)).toEqual([]);
  });

  it.each([
    ["mcp.json", vscodeMcpFile, { inputs: [text], servers: {} }],
    ["settings, nested", vscodeSettingsFile, { mcp: { inputs: [text] } }],
    ["settings, dotted", vscodeSettingsFile, { "mcp.inputs": [text] }],
    [".code-workspace", codeWorkspaceFile, { settings: { mcp: { inputs: [text] } } }],
  ])("finds the list in %s", (_name, format, document) => {
    expect(format.read(JSON.stringify(document)).inputs).toEqual([read]);
  });
});
