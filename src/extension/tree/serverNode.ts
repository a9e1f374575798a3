import type { ServerFacts, ServerState } from "./treeFacts";
import type { NodeKind, TreeNode } from "./treeNode";

interface Shown {
  readonly kind: NodeKind;
  readonly text: string;
  readonly icon: string;
  readonly iconColour?: string;
}

const shown: Readonly<Record<ServerState, Shown>> = {
  running: { kind: "server", text: "running, routed", icon: "vm-running", iconColour: "testing.iconPassed" },
  killed: {
    kind: "server",
    text: "killed, plain environment",
    icon: "circle-slash",
    iconColour: "testing.iconFailed",
  },
  started: { kind: "server", text: "started, no read yet", icon: "vm-running" },
  injected: { kind: "server", text: "started, injected, not intercepted", icon: "vm-running" },
  unserved: { kind: "server", text: "started, not intercepted", icon: "vm-running" },
  routed: { kind: "server", text: "routed, not started", icon: "vm-outline" },
  unrouted: { kind: "unroutedServer", text: "not routed", icon: "circle-slash" },
  remote: { kind: "fixedServer", text: "remote", icon: "cloud" },
  wrapped: { kind: "fixedServer", text: "routed by its own command", icon: "vm-outline" },
  sandboxed: { kind: "fixedServer", text: "asks for a sandbox, not routed", icon: "circle-slash" },
  unsupported: { kind: "fixedServer", text: "not routed by this editor", icon: "circle-slash" },
};

/**
 * A server with its state at a glance, and its secrets and its file below.
 * @param isShared whether another file has a server of the same name, so that the row must tell which it is.
 */
export function serverNode(server: ServerFacts, isShared: boolean): TreeNode {
  const { key, name, place, path, line, secrets, state } = server;
  const { kind, text, icon, iconColour } = shown[state];
  const id = `server:${key}`;
  const opens = { path, ...(line === undefined ? {} : { line }) };
  return {
    id,
    kind,
    label: name,
    description: isShared ? `${text}, ${place}` : text,
    tooltip: `${name}: ${text}. ${hints[state]}`,
    icon,
    ...(iconColour === undefined ? {} : { iconColour }),
    subject: key,
    children: [
      {
        id: `${id}:secrets`,
        kind: "detail",
        label: "Secrets",
        description: state === "remote" ? "none that reach a program here" : listed(secrets),
        tooltip: secrets.join("\n"),
      },
      {
        id: `${id}:place`,
        kind: "detail",
        label: "Defined in",
        description: line === undefined ? place : `${place}, line ${line}`,
        tooltip: path,
        opens,
      },
      { id: `${id}:hint`, kind: "detail", label: hints[state] },
    ],
  };
}

const hints: Readonly<Record<ServerState, string>> = {
  running: "Its secrets are routed.",
  killed: "Until the kill switch is lifted it has its plain environment.",
  started: "It shows here once it reads a secret. The editor does not tell when it ends.",
  injected: "It is not Node: it was given its secrets at its start, and sees changes at the next.",
  unserved: "It is not Node: its reads are not seen, and it was given no secret at its start.",
  routed: "Start it by MCP: List Servers, where it is marked (routed).",
  unrouted: "You have left it out. The editor starts it as its file says.",
  remote: "It runs elsewhere, so nothing of it can be routed.",
  wrapped: "Its command is secret-router, which routes it by itself.",
  sandboxed: "Its file has sandboxEnabled. Routed, it would be started without its sandbox.",
  unsupported: "This editor starts no servers for extensions.",
};

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
