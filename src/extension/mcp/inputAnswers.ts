import * as vscode from "vscode";
import type { ServerInput } from "../../mcp/mcpServer";
import { linkless } from "../linkless";
import { describedInputs } from "./describedInputs";
import type { DetectedServer } from "./detectedServers";

export interface InputQuestions {
  readonly ids: readonly string[];
  /** The mark of the launch that the user has agreed to. */
  readonly launch: string;
  /** Tells the inputs that must not be shown while they are typed. */
  readonly isSecret: (id: string) => boolean;
}

/**
 * What the user has said when a server's launch left something open. In memory, for as long as the window is open, and for
 * the very same launch only: what was typed for one is not another's to have.
 */
export class InputAnswers {
  readonly #last = new Map<string, string>();

  /**
   * Asks at each start, with the last answer filled in, so that a mistyped one can be mended. Gives the answers by id, and
   * undefined when the user gives up. An input that the file does not describe is not asked for.
   */
  async ask(
    { key, server, inputs }: DetectedServer,
    { ids, launch, isSecret }: InputQuestions,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    const wanted = describedInputs(ids, inputs);
    const answers = new Map<string, string>();
    for (const [index, input] of wanted.entries()) {
      const step = wanted.length > 1 ? ` (${index + 1} of ${wanted.length})` : "";
      const title = `Secret Router: start "${server.name}"${step}`;
      const question = `${key}#${launch}#${input.id}`;
      const preset = this.#last.get(question) ?? input.preset;
      const answer = await askOne({ ...input, preset }, title, isSecret(input.id));
      if (answer === undefined) return undefined;
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
    return (await vscode.window.showQuickPick(items, { title, placeHolder: prompt, ignoreFocusOut: true }))
      ?.value;
  }
  return vscode.window.showInputBox({
    title,
    prompt: linkless(prompt),
    password: isPassword || isSecret,
    ignoreFocusOut: true,
    ...(preset !== undefined && { value: preset }),
  });
}
