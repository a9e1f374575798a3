/**
 * A name as a message may repeat it. Who swaps the two sides of a pair writes the secret itself where a name belongs, so
 * anything that does not look like words is left out; messages say the line as well.
 */
export function shownName(name: string): string {
  return looksLikeWords(name) ? name : "…";
}

const longestName = 64;

/** Words of letters, or short ones with digits such as S3 and sha256: what keys, tokens and passwords are not. */
export function looksLikeWords(text: string): boolean {
  if (text.length > longestName) return false;
  return text.split(/[_.$-]/).every((word) => /^(?:[A-Za-z]{0,20}|[A-Za-z0-9]{1,6})$/.test(word));
}
