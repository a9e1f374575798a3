import { printReference, type Reference } from "../../core/reference";
import type { ImportPlan } from "../../providers/local/importReport";
import { leftWords } from "../../providers/local/leftWords";

/** A secret of the file that the user may choose. */
export interface ImportChoice {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly picked: boolean;
  /** The place holds another value, which would be lost. */
  readonly replaces: boolean;
}

export interface ImportChoices {
  readonly items: readonly ImportChoice[];
  /** What else the file holds. */
  readonly stays: readonly { readonly what: string; readonly why: string }[];
}

/** What is chosen beforehand loses nothing: a value that would overwrite another one is left to the user. */
export function importChoices(
  { moved, left, invalidLines }: ImportPlan,
  referenceFor: (name: string) => Reference,
): ImportChoices {
  const blocked = left.filter(({ why }) => why === "stored_with_another_value");
  const others = left.filter(({ why }) => why !== "stored_with_another_value");
  const items = [
    ...moved.map(({ name, reference, how, lines }) => ({
      line: lines.at(-1) ?? 0,
      label: name,
      description: `to ${reference}`,
      ...(how === "same" ? { detail: "Stored before, with this value" } : {}),
      picked: true,
      replaces: false,
    })),
    ...blocked.map(({ name, lines }) => ({
      line: lines.at(-1) ?? 0,
      label: name,
      description: `to ${printReference(referenceFor(name))}`,
      detail: "Another value is stored there: choose it to replace that one",
      picked: false,
      replaces: true,
    })),
  ].sort((first, second) => first.line - second.line);
  return {
    items: items.map(({ line: _, ...item }) => item),
    stays: [
      ...others.map(({ name, why }) => ({ what: name, why: leftWords[why] })),
      ...(invalidLines.length > 0
        ? [{ what: `line ${invalidLines.join(", ")}`, why: "not understood" }]
        : []),
    ],
  };
}
