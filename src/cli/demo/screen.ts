/** Where the demo draws: a frame that replaces the one before it, or lines that stay where it cannot be replaced. */
export interface Screen {
  readonly isLive: boolean;
  /** Replaces the frame, unless the last one is newer than a tenth of a second. */
  draw(lines: () => readonly string[]): void;
  /** Takes the frame away. */
  clear(): void;
  write(line: string): void;
}

interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const frameMs = 100;
const neededColumns = 80;
const neededRows = 24;

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const eraseLine = "\u001b[K";
const eraseBelow = "\u001b[J";

export function openScreen(stream: OutputStream, isDumb: boolean): Screen {
  const { isTTY, columns = 0, rows = 0 } = stream;
  const isLive = isTTY === true && !isDumb && columns >= neededColumns && rows >= neededRows;
  let drawnLines = 0;
  let drawnAt = 0;
  const up = () => (drawnLines === 0 ? "" : `\u001b[${drawnLines}A`);
  return {
    isLive,
    draw(lines) {
      if (!isLive || Date.now() - drawnAt < frameMs) return;
      drawnAt = Date.now();
      const frame = lines();
      // One write, so that the terminal never shows half a frame.
      stream.write(
        `${hideCursor}${up()}${frame.map((line) => `${line}${eraseLine}\n`).join("")}${eraseBelow}`,
      );
      drawnLines = frame.length;
    },
    clear() {
      if (!isLive) return;
      stream.write(`${up()}\r${eraseBelow}${showCursor}`);
      drawnLines = 0;
    },
    write(line) {
      stream.write(`${line}\n`);
    },
  };
}
