import * as vscode from "vscode";
import type { ServerInput } from "../../mcp/mcpServer";
import { linkless } from "../linkless";
import type { DetectedServer } from "./detectedServers";

/** What the user has said when a server's launch left something open. In memory, for as long as the window is open. */
export class InputAnswers {
  readonly #last = new Map<string, string>();

  /**
   * Asks at each start, with the last answer filled in, so that a mistyped one can be mended. Gives the answers by id, and
   * undefined when the user gives up. An input that the file does not describe is not asked for.
   * @param isSecret tells the inputs that must not be shown while they are typed.
   */
  async ask(
    { path, server, inputs }: DetectedServer,
    ids: readonly string[],
    isSecret: (id: string) => boolean,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    const wanted = ids.flatMap((id) => inputs.find((input) => input.id === id) ?? []);
    const answers = new Map<string, string>();
    for (const [index, input] of wanted.entries()) {
      const step = wanted.length > 1 ? ` (${index + 1} of ${wanted.length})` : "";
      const title = `Secret Router: start "${server.name}"${step}`;
      const key = `${path}#${input.id}`;
      const last = this.#last.get(key) ?? input.preset;
      const answer = await askOne({ ...input, preset: last }, title, isSecret(input.id));
      if (answer === undefined) return undefined;
      this.#last.set(key, answer);
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
    const items = options.map(({ label, value }) => ({ label, value }));
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
