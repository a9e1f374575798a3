/** One thing wrong in the configuration file: where, what, and how to mend it. */
export interface ConfigurationProblem {
  /** Dotted path of the key, such as `patterns.include`. */
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
  /** Continues the sentence that begins with the key. */
  readonly message: string;
  readonly fix: string;
}

/** No more are collected: the rest of a file that is wrong throughout tells nothing new, and finding each costs time. */
export const maxProblems = 50;

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
