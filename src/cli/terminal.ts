/** How text may look where it goes: colours are functions, so that a plain terminal costs no branch. */
export interface Terminal {
  /** Undefined where lines may be as long as they are: a pipe or a file. */
  readonly columns: number | undefined;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly red: Paint;
}

type Paint = (text: string) => string;

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function terminalOf(
  stream: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const isTerminal = stream.isTTY === true;
  const noColour = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  const paint = isTerminal && !noColour ? painted : plain;
  return {
    columns: isTerminal && stream.columns !== undefined && stream.columns > 0 ? stream.columns : undefined,
    bold: paint(1, 22),
    dim: paint(2, 22),
    green: paint(32, 39),
    yellow: paint(33, 39),
    red: paint(31, 39),
  };
}

function painted(start: number, end: number): Paint {
  return (text) => (text === "" ? text : `\u001b[${start}m${text}\u001b[${end}m`);
}

function plain(): Paint {
  return (text) => text;
}

/**
 * Takes out what a terminal would obey: program names, paths and a server's sentences come from elsewhere and could
 * otherwise move the cursor or rename the window.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
