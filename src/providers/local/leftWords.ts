import type { LeftReason } from "./importReport";

/** Why an import leaves a name where it is, for a person. */
export const leftWords: Readonly<Record<LeftReason, string>> = {
  not_a_secret_name: "not the name of a secret",
  name_not_valid: "not a name that can be stored",
  stored_with_another_value: "another value is stored",
  empty: "empty",
  placeholder: "a placeholder",
  refers_to_variable: "refers to another variable",
  reference: "a reference already",
  encrypted: "encrypted already",
};
