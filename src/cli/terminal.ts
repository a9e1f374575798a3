import { type Paint, plainTerminal, type Terminal } from "../core/text/terminal";

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
  const columns =
    isTerminal && stream.columns !== undefined && stream.columns > 0 ? stream.columns : undefined;
  if (!isTerminal || noColour) return plainTerminal(columns);
  return {
    columns,
    bold: painted(1, 22),
    dim: painted(2, 22),
    green: painted(32, 39),
    yellow: painted(33, 39),
    red: painted(31, 39),
  };
}

function painted(start: number, end: number): Paint {
  return (text) => (text === "" ? text : `\u001b[${start}m${text}\u001b[${end}m`);
}
