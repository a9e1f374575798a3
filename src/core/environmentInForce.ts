import type { Configuration, ConfigurationLayer } from "./configuration";
import { type ConfigurationFile, chooseEnvironment } from "./configurationFile";
import { counted } from "./text/counted";

export interface EnvironmentInForce {
  readonly configuration: Configuration;
  /** Undefined where the file's own settings hold. */
  readonly environment: string | undefined;
  /** The one that was chosen and that the file does not have. */
  readonly missing: string | undefined;
  readonly overlays: ReadonlyMap<string, ConfigurationLayer>;
}

/** Lays the chosen environment over the file; without it where the file has none of that name, and says so. */
export function environmentInForce(file: ConfigurationFile, chosen: string | undefined): EnvironmentInForce {
  const overlays = file.layer.environments ?? new Map<string, ConfigurationLayer>();
  const environment = chosen !== undefined && overlays.has(chosen) ? chosen : undefined;
  return {
    configuration: chooseEnvironment(file, environment),
    environment,
    missing: environment === chosen ? undefined : chosen,
    overlays,
  };
}

/** What choosing it changes, in the file's own words. */
export function describeOverlay(overlay: ConfigurationLayer): string {
  const { secrets, servers, ...keys } = overlay;
  const own = Object.entries(keys).map(([key, value]) =>
    typeof value === "object" ? key : `${key}: ${String(value)}`,
  );
  const counts = [
    ...(secrets === undefined || secrets.size === 0 ? [] : [counted(secrets.size, "reference")]),
    ...(servers === undefined || servers.size === 0 ? [] : [counted(servers.size, "server")]),
  ];
  return [...own, ...counts].join(", ") || "changes nothing";
}
