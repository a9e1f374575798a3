import { describe, expect, it } from "vitest";
import { defaultConfiguration } from "../../../src/core/configuration";
import type { DetectedServer } from "../../../src/extension/mcp/detectedServers";
import { serverSecrets } from "../../../src/extension/tree/serverSecrets";
import { vscodeMcpFile } from "../../../src/mcp/vscodeMcpFile";

const detected: DetectedServer = {
  key: "k",
  server: { kind: "remote", name: "one" },
  path: "/w/mcp.json",
  line: 1,
  names: ["A_TOKEN", "PORT", "MY_THING"],
  format: vscodeMcpFile,
  inputs: [],
  folder: undefined,
};

describe("serverSecrets", () => {
  it("are those of its names that the rules of the configuration route", () => {
    expect(serverSecrets(detected, defaultConfiguration)).toEqual(["A_TOKEN"]);
    const patterns = { include: ["MY_*"], exclude: ["A_*"] };
    expect(serverSecrets(detected, { ...defaultConfiguration, patterns })).toEqual(["MY_THING"]);
    const servers = new Map([["one", { secrets: ["OTHER"] }]]);
    expect(serverSecrets(detected, { ...defaultConfiguration, servers })).toEqual(["OTHER"]);
  });

  it("are told anew only when the server's file or the configuration has changed", () => {
    const told = serverSecrets(detected, defaultConfiguration);
    expect(serverSecrets(detected, defaultConfiguration)).toBe(told);
    expect(serverSecrets({ ...detected, names: [] }, defaultConfiguration)).toEqual([]);
    expect(serverSecrets(detected, { ...defaultConfiguration })).not.toBe(told);
  });
});
