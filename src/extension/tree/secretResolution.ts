import type { SecretFacts } from "./treeFacts";

export interface Resolution {
  readonly text: string;
  readonly icon: string;
  /** A colour of the theme. */
  readonly iconColour?: string;
}

const good = "testing.iconPassed";
const bad = "testing.iconFailed";
const doubtful = "list.warningForeground";

/** How a secret's vault and environment stand to each other, as one word and one icon. */
export function resolutionOf(secret: SecretFacts, killed: boolean): Resolution {
  const { state, comparison, error, isStored, storeProblem, fromVault, fromEnvironment } = secret;
  if (killed) return { text: "killed", icon: "circle-slash", iconColour: bad };
  if (state === undefined && storeProblem !== undefined)
    return storeProblem.isLocked
      ? { text: "the store is locked", icon: "lock" }
      : { text: "the store cannot be read", icon: "error", iconColour: bad };
  if (state === undefined && isStored === false)
    return { text: "not in the store", icon: "warning", iconColour: doubtful };
  if (state === undefined && fromEnvironment > 0) return { text: "not compared", icon: "circle-outline" };
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
      return { text: fromVault > 0 ? "served" : "in the vault", icon: "pass", iconColour: good };
    default:
      return comparison satisfies never;
  }
}
