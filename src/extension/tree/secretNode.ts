import type { SecretFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";

interface Resolution {
  readonly text: string;
  readonly icon: string;
  readonly iconColour?: string;
}

const good = "testing.iconPassed";
const bad = "testing.iconFailed";
const doubtful = "list.warningForeground";

/** A secret with its resolution at a glance, and what is known of it below. */
export function secretNode(secret: SecretFacts, killed: boolean, nowMs: number): TreeNode {
  const { text, icon, iconColour } = killed ? killedResolution : resolutionOf(secret);
  const id = `secret:${secret.name}`;
  const detail = (label: string, description: string, opens?: string): TreeNode => ({
    id: `${id}:${label}`,
    kind: "detail",
    label,
    description,
    ...(opens === undefined ? {} : { opens }),
  });
  const { fromVault, fromEnvironment, lastReadAt, version, error, inEnvironment } = secret;
  return {
    id,
    kind: "secret",
    label: secret.name,
    description: text,
    icon,
    ...(iconColour === undefined ? {} : { iconColour }),
    tooltip: `${secret.name}: ${text}. ${secret.reference}`,
    subject: secret.name,
    children: [
      detail("Reference", secret.reference, secret.configurationPath),
      ...(version === null ? [] : [detail("Version", version)]),
      detail("Environment", inEnvironment ? "holds a copy" : "no copy"),
      detail("Reads", `${fromVault} vault, ${fromEnvironment} environment`),
      ...(lastReadAt === null ? [] : [detail("Last read", ago(nowMs - lastReadAt))]),
      ...(secret.isStale
        ? [detail("Stale", "the last good value is served; the vault cannot be asked")]
        : []),
      ...(error === null ? [] : [detail("Last error", error)]),
    ],
  };
}

const killedResolution: Resolution = {
  text: "killed",
  icon: "circle-slash",
  iconColour: bad,
};

function resolutionOf({ state, comparison, fromVault, error, isStored }: SecretFacts): Resolution {
  if (state === undefined && isStored === false)
    return { text: "not in the store", icon: "warning", iconColour: doubtful };
  if (state === undefined)
    return { text: isStored === true ? "stored, not read yet" : "not read yet", icon: "circle-outline" };
  if (state === "pending") return { text: "being fetched", icon: "loading~spin" };
  if (state === "error") return { text: error ?? "cannot be read", icon: "error", iconColour: bad };
  if (state === "missing") return { text: "missing in the vault", icon: "warning", iconColour: doubtful };
  switch (comparison) {
    case "match":
      return { text: "match", icon: "pass", iconColour: good };
    case "mismatch":
      return { text: "mismatch", icon: "diff", iconColour: doubtful };
    case "missing_in_vault":
      return { text: "missing in the vault", icon: "warning", iconColour: doubtful };
    case "missing_in_environment":
      return { text: "in the vault only", icon: "pass", iconColour: good };
    case "error":
      return { text: "could not be compared", icon: "error", iconColour: bad };
    case null:
      return { text: fromVault > 0 ? "from the vault" : "in the vault", icon: "pass", iconColour: good };
    default:
      return comparison satisfies never;
  }
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 5) return "just now";
  if (seconds < 60) return "less than a minute ago";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "a minute ago" : `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  return hours === 1 ? "an hour ago" : `${hours} hours ago`;
}
