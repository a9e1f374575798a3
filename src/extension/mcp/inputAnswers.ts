import * as vscode from "vscode";
import type { ServerInput } from "../../mcp/mcpServer";
import { cancellationOf } from "../cancellationOf";
import { linkless } from "../linkless";
import type { Questions } from "../questions";
import { describedInputs } from "./describedInputs";
import type { DetectedServer } from "./detectedServers";

export interface InputQuestions {
  readonly ids: readonly string[];
  /** The mark of the launch that the user has agreed to. */
  readonly launch: string;
  /** Tells the inputs that must not be shown while they are typed. */
  readonly isSecret: (id: string) => boolean;
  /** Takes the question away. */
  readonly left: AbortSignal;
}

/**
 * What the user has said when a server's launch left something open. In memory, for as long as the window is open, and for
 * the very same launch only: what was typed for one is not another's to have.
 */
export class InputAnswers {
  readonly #last = new Map<string, string>();
  readonly #questions: Questions;

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  /**
   * Asks at each start, with the last answer filled in, so that a mistyped one can be mended. Gives the answers by id, and
   * undefined when the user gives up. An input that the file does not describe is not asked for. What one server asks for
   * comes in a row.
   */
  async ask(
    found: DetectedServer,
    questions: InputQuestions,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    const wanted = describedInputs(questions.ids, found.inputs);
    if (wanted.length === 0) return new Map();
    return this.#questions.take(questions.left, (left) =>
      this.#askAll(found, wanted, { ...questions, left }),
    );
  }

  async #askAll(
    { key, server }: DetectedServer,
    wanted: readonly ServerInput[],
    { launch, isSecret, left }: InputQuestions,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    const answers = new Map<string, string>();
    for (const [index, input] of wanted.entries()) {
      const step = wanted.length > 1 ? ` (${index + 1} of ${wanted.length})` : "";
      const title = `Secret Router: start "${server.name}"${step}`;
      const question = `${key}#${launch}#${input.id}`;
      const preset = this.#last.get(question) ?? input.preset;
      const answer = await askOne({ ...input, preset }, title, isSecret(input.id), left);
      if (answer === undefined || left.aborted) return undefined;
      this.#last.set(question, answer);
      answers.set(input.id, answer);
    }
    return answers;
  }
}

async function askOne(
  { id, description, preset, isPassword, options }: ServerInput,
  title: string,
  isSecret: boolean,
  left: AbortSignal,
): Promise<string | undefined> {
  const prompt = description === "" ? id : description;
  if (options !== undefined) {
    const items = options.map(({ label, value }) => ({
      label,
      value,
      ...(label === value ? {} : { description: value }),
    }));
    // The one that Enter chooses.
    items.sort((one, other) => Number(other.value === preset) - Number(one.value === preset));
    const shown = { title, placeHolder: prompt, ignoreFocusOut: true };
    return (await vscode.window.showQuickPick(items, shown, cancellationOf(left)))?.value;
  }
  const shown: vscode.InputBoxOptions = {
    title,
    prompt: linkless(prompt),
    password: isPassword || isSecret,
    ignoreFocusOut: true,
    ...(preset !== undefined && { value: preset }),
  };
  return vscode.window.showInputBox(shown, cancellationOf(left));
}
