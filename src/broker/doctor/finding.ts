/** One thing that `doctor` looked at. */
export type Finding =
  | { readonly level: "ok"; readonly area: Area; readonly message: string }
  | {
      /** A warning may stay as it is; a problem keeps something from working or from being safe. */
      readonly level: "warning" | "problem";
      readonly area: Area;
      readonly message: string;
      readonly nextStep: string;
    };

export type Area =
  | "editor"
  | "workspace"
  | "preloader"
  | "launches"
  | "terminals"
  | "MCP servers"
  | "Node"
  | "NODE_OPTIONS"
  | "folders"
  | "configuration"
  | "provider"
  | "clock"
  | "sessions"
  | "kill switch"
  | "audit log"
  | ".env files";

export function ok(area: Area, message: string): Finding {
  return { level: "ok", area, message };
}

export function warning(area: Area, message: string, nextStep: string): Finding {
  return { level: "warning", area, message, nextStep };
}

export function problem(area: Area, message: string, nextStep: string): Finding {
  return { level: "problem", area, message, nextStep };
}
