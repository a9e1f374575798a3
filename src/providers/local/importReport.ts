import type { NoSecretReason } from "../../core/placeholderValue";

/** What an import does with each name of a file. */
export interface ImportPlan {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly moved: readonly MovedSecret[];
  readonly left: readonly LeftEntry[];
  /** Lines that are neither entries nor comments; they stay in the file. */
  readonly invalidLines: readonly number[];
}

export interface ImportReport extends ImportPlan {
  /** Whether the file was rewritten; its original then lies sealed in the store. */
  readonly isRewritten: boolean;
}

export interface MovedSecret {
  readonly name: string;
  /** Where the name stands in the file. The last one's value was moved, as it is the one that programs see. */
  readonly lines: readonly number[];
  readonly reference: string;
  /** `same`: the provider had this very value already. */
  readonly how: "added" | "replaced" | "same";
}

export interface LeftEntry {
  readonly name: string;
  readonly lines: readonly number[];
  readonly why: LeftReason;
}

export type LeftReason =
  | "not_a_secret_name"
  | "name_not_valid"
  | "stored_with_another_value"
  | NoSecretReason;
