import { programNode } from "./programNode";
import { resolutionOf } from "./secretResolution";
import type { SecretFacts } from "./treeFacts";
import type { TreeNode } from "./treeNode";

// A repository may hold any number of files that hold it.
const maxPlacesShown = 3;

/** A secret with its resolution at a glance, and what is known of it below. */
export function secretNode(secret: SecretFacts, allKilled: boolean, nowMs: number): TreeNode {
  const killed = allKilled || secret.isKilled;
  const { icon, iconColour, text } = resolutionOf(secret, killed);
  const { name, folder, reference, place } = secret;
  const id = `secret:${folder}:${name}`;
  const glance = [
    text,
    sourceOf(secret, killed),
    ...(killed ? [] : [modeOf(secret), killedIn(secret)]),
    place ?? "",
  ]
    .filter((part) => part !== "")
    .join(", ");
  return {
    id,
    kind: "secret",
    label: name,
    description: glance,
    icon,
    ...(iconColour === undefined ? {} : { iconColour }),
    tooltip: `${name}: ${glance}. ${reference}`,
    subject: name,
    folder,
    children: detailsOf(id, secret, nowMs),
  };
}

function detailsOf(id: string, secret: SecretFacts, nowMs: number): readonly TreeNode[] {
  const { name, folder, fromVault, fromEnvironment, fromNowhere, lastReadAt, version, error } = secret;
  const detail = (label: string, description: string): TreeNode => ({
    id: `${id}:${label}`,
    kind: "detail",
    label,
    description,
  });
  const nowhere = fromNowhere === 0 ? "" : `, ${fromNowhere} without a value`;
  return [
    {
      ...detail("Reference", secret.isMapped ? secret.reference : `${secret.reference}, by default`),
      tooltip: "Open the mapping",
      subject: name,
      folder,
      runs: { command: "secretRouter.openMapping", title: "Open the Mapping" },
    },
    ...(version === null ? [] : [detail("Version", version)]),
    { ...detail("Environment", copyOf(secret)), ...opensCopy(secret) },
    {
      ...detail("Reads", `${fromVault} vault, ${fromEnvironment} environment${nowhere}`),
      children: secret.readers.map((reader) => programNode(`${id}:reader`, reader)),
    },
    ...(lastReadAt === null ? [] : [detail("Last read", ago(nowMs - lastReadAt))]),
    ...(secret.isWritten ? [detail("Set by the program", "it keeps that value in every mode")] : []),
    ...(secret.isStale ? [detail("Stale", "the last good value is served; the vault cannot be asked")] : []),
    ...(error === null ? [] : [detail("Last error", error)]),
  ];
}

/** A copy in plain text is what is left to delete at the end, so where it lies is said wherever that is known. */
function copyOf({ hasCopy, copies }: SecretFacts): string {
  if (hasCopy === undefined) return "not known yet";
  if (copies.length === 0) return hasCopy ? "holds a copy" : "no copy";
  const shown = copies.slice(0, maxPlacesShown).map(({ place }) => place);
  const more = copies.length - shown.length;
  return `copy in ${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

function opensCopy({ copies }: SecretFacts): Pick<TreeNode, "opens" | "tooltip"> {
  const file = copies.find((copy) => copy.file !== undefined)?.file;
  return file === undefined ? {} : { opens: file, tooltip: `Open ${file.path}` };
}

/** What its reads were served from so far. */
function sourceOf({ fromVault, fromEnvironment, isWritten }: SecretFacts, killed: boolean): string {
  if (killed) return "from the environment";
  if (isWritten) return "set by the program";
  if (fromVault > 0 && fromEnvironment > 0) return "from vault and environment";
  if (fromVault > 0) return "from the vault";
  return fromEnvironment > 0 ? "from the environment" : "";
}

/** Elsewhere it is served: only that session's programs have their plain environment. */
function killedIn({ killedIn }: SecretFacts): string {
  return killedIn.length === 0 ? "" : `killed in ${killedIn.join(" and ")}`;
}

function modeOf({ modes }: SecretFacts): string {
  const words = modes.join(" and ");
  // With a share it says by itself what it is.
  return words.endsWith("%") ? words : `${words} mode`;
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
