/** Why a value is none that could be moved to a vault, or undefined when it may well be a secret. */
export type NoSecretReason = "empty" | "placeholder" | "refers_to_variable" | "reference" | "encrypted";

const placeholderWords = /^(?:change[-_ ]?me|replace[-_ ]?me|placeholder|to-?do|tbd|none|null|undefined)$/i;
const yourWords =
  /^(?:your|my|insert|enter|add|put|replace|paste)[-_ ](?:[a-z0-9]+[-_ ])*(?:key|token|secret|password|pass|credentials?|here|value|id|url|string)(?:[-_ ]here)?$/i;

/** Judges by form alone; a made-up value that looks real is moved, which does no harm. */
export function noSecretReason(value: string): NoSecretReason | undefined {
  const text = value.trim();
  if (text === "") return "empty";
  // `${X}` anywhere and `$X` alone are what dotenv-expand and shells replace; a lone `$` is common in passwords.
  if (/\$\{[A-Za-z_]\w*/.test(text) || /^\$[A-Za-z_]\w*$/.test(text)) return "refers_to_variable";
  if (/^(?:op|vault|aws|local|command):\S/.test(text) && !text.includes("://")) return "reference";
  if (text.startsWith("op://")) return "reference";
  if (text.startsWith("encrypted:")) return "encrypted";
  if (/^<[^<>]*>$/.test(text) || /^\[[^[\]]*\]$/.test(text) || /^\{\{[^{}]*\}\}$/.test(text))
    return "placeholder";
  // Also behind a prefix, as in `sk-xxxxxxxx` and `ghp_****`.
  if (/^(?:[A-Za-z0-9]{1,8}[-_]){0,3}(?:x{3,}|\*{3,}|\.{3,}|…)$/i.test(text)) return "placeholder";
  return placeholderWords.test(text) || yourWords.test(text) ? "placeholder" : undefined;
}
