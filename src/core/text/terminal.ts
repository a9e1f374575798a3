/** How text may look where it goes: colours are functions, so that a plain place costs no branch. */
export interface Terminal {
  /** Undefined where lines may be as long as they are: a pipe or a file. */
  readonly columns: number | undefined;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly red: Paint;
}

export type Paint = (text: string) => string;

/** A place without colours. */
export function plainTerminal(columns: number | undefined): Terminal {
  const plain: Paint = (text) => text;
  return { columns, bold: plain, dim: plain, green: plain, yellow: plain, red: plain };
}
