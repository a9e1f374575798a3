import { isRoutedName, type NameRules } from "../../contract/secretNames";
import type { EnvEntry } from "../../core/envFile";
import { noSecretReason } from "../../core/placeholderValue";
import { SecretValue } from "../../core/secretValue";
import { looksLikeWords } from "../../core/shownName";
import type { LeftEntry, LeftReason } from "./importReport";

export interface ImportCandidate {
  readonly name: string;
  readonly lines: readonly number[];
  readonly value: SecretValue;
}

/** Parts a file's names into those whose values look like secrets and those that stay, with the reason. */
export function importCandidates(
  entries: readonly EnvEntry[],
  rules: NameRules,
): { candidates: readonly ImportCandidate[]; left: readonly LeftEntry[] } {
  const byName = new Map<string, EnvEntry[]>();
  for (const entry of entries) {
    const ofName = byName.get(entry.name);
    if (ofName === undefined) byName.set(entry.name, [entry]);
    else ofName.push(entry);
  }
  const candidates: ImportCandidate[] = [];
  const left: LeftEntry[] = [];
  for (const [name, ofName] of byName) {
    const lines = ofName.map(({ line }) => line);
    // The last one is what programs see.
    const value = ofName.at(-1)?.value ?? "";
    const why = reasonToLeave(name, value, rules);
    if (why === undefined) candidates.push({ name, lines, value: new SecretValue(value) });
    else left.push({ name: nameToShow(name, lines, why), lines, why });
  }
  return { candidates, left };
}

function reasonToLeave(name: string, value: string, rules: NameRules): LeftReason | undefined {
  if (!isRoutedName(name, rules)) return "not_a_secret_name";
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/.test(name)) return "name_not_valid";
  return noSecretReason(value);
}

/** A private key that was pasted without quotes has lines that end in `=`, and so look like entries. */
function nameToShow(name: string, lines: readonly number[], why: LeftReason): string {
  const isOdd = why === "not_a_secret_name" || why === "name_not_valid";
  return isOdd && !looksLikeWords(name) ? `line ${lines.join(", ")}` : name;
}
