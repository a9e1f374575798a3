import { closeSync, openSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { isatty, ReadStream } from "node:tty";
import { RouterError } from "../core/routerError";
import { SecretValue } from "../core/secretValue";
import { HiddenLine } from "./hiddenLine";

export interface HiddenPromptOptions {
  /**
   * Ask only where standard input itself is a terminal. For a program that some other one in the same terminal may have
   * started, such as an MCP client with a full-screen interface: a question on its screen would never be answered.
   */
  readonly onlyStandardInput?: boolean;
}

const pasteModeOn = "\x1b[?2004h";
const pasteModeOff = "\x1b[?2004l";

/**
 * Asks one question on the terminal and reads the answer without showing it; standard output stays clean.
 * Gives undefined where there is no terminal to ask on.
 * @throws RouterError ABORTED on Ctrl-C, and on Ctrl-D before anything was typed.
 */
export async function hiddenPrompt(
  question: string,
  options: HiddenPromptOptions = {},
): Promise<SecretValue | undefined> {
  const terminal = openTerminal(options.onlyStandardInput === true);
  if (terminal === undefined) return undefined;
  try {
    return await readHidden(terminal, question);
  } finally {
    terminal.close();
  }
}

interface Terminal {
  readonly input: ReadStream;
  write(text: string): void;
  close(): void;
}

function openTerminal(onlyStandardInput: boolean): Terminal | undefined {
  if (isatty(0)) {
    const input = process.stdin as ReadStream;
    return { input, write: writeTo(0), close: () => input.pause() };
  }
  if (onlyStandardInput || process.platform === "win32") return undefined;
  let fd: number;
  let outputFd: number;
  try {
    fd = openSync("/dev/tty", "r+");
    outputFd = openSync("/dev/tty", "w");
  } catch {
    return undefined;
  }
  const input = new ReadStream(fd);
  const close = () => {
    input.destroy();
    closeSync(outputFd);
  };
  return { input, write: writeTo(outputFd), close };
}

/** On standard error where that is a terminal, else on the terminal itself: the question must be seen. */
function writeTo(terminalFd: number): (text: string) => void {
  const fd = isatty(2) ? 2 : terminalFd;
  return (text) => {
    try {
      writeSync(fd, text);
    } catch {
      // A terminal that went away ends the input too.
    }
  };
}

function readHidden({ input, write }: Terminal, question: string): Promise<SecretValue> {
  const line = new HiddenLine();
  const decoder = new StringDecoder("utf8");
  const restore = () => {
    input.setRawMode(false);
    write(`${pasteModeOff}\n`);
  };

  return new Promise((resolve, reject) => {
    const settle = (answer: SecretValue | undefined) => {
      input.off("data", onData);
      input.off("end", onEnd);
      input.off("error", onEnd);
      process.off("exit", restore);
      restore();
      if (answer === undefined) reject(cancelled());
      else resolve(answer);
    };
    const onData = (chunk: Buffer | string) => {
      const state = line.feed(typeof chunk === "string" ? chunk : decoder.write(chunk));
      if (state === "done") settle(new SecretValue(line.text));
      else if (state !== "open") settle(undefined);
    };
    const onEnd = () => settle(undefined);

    // Whatever ends the process meanwhile, the user's terminal must show what is typed again.
    process.once("exit", restore);
    input.setRawMode(true);
    input.on("data", onData);
    input.once("end", onEnd);
    input.once("error", onEnd);
    input.resume();
    write(`${question}${pasteModeOn}`);
  });
}

function cancelled(): RouterError {
  return new RouterError("ABORTED", "Nothing was entered.", "Run the command again when you are ready.");
}
