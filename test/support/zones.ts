/** Which zones each zone may import besides itself: the arrows of docs/architecture.md. */
export const zoneArrows: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  core: ["contract"],
  analysis: ["contract", "core"],
  mcp: ["contract", "core"],
  platform: ["contract", "core"],
  providers: ["contract", "core", "platform"],
  broker: ["contract", "core", "platform"],
  preload: ["contract"],
  webview: ["contract"],
  cli: ["contract", "core", "analysis", "mcp", "platform", "providers", "broker"],
  server: ["contract", "core", "analysis", "mcp", "platform", "providers", "broker"],
  extension: ["contract", "core", "analysis", "mcp", "platform", "providers", "broker"],
};

/** Zones that compute and nothing else: no built-in module, no clock, no process. */
export const pureZones = ["contract", "core", "analysis", "mcp"];

/** Zones that know no Node built-in by its `node:` name: the others run in a browser or on Node 14.0. */
export const zonesWithoutNodeScheme = [...pureZones, "preload", "webview"];
