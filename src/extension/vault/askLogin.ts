import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { normalisedVaultAddress } from "../../providers/vault/vaultAddress";
import { linkless } from "../linkless";
import { type LoginFields, type LoginMethod, loginMethods, methodFacts } from "./loginMethods";

const title = "Secret Router: connect to Vault";

export interface NamedAddress {
  readonly address: string;
  /** Who names it, as a sentence begins: `secret-router.json of "sample" names it.` */
  readonly source: string;
}

/** The consent: the credential goes to what stands here, and nowhere else. Gives it normalised. */
export async function askAddress(named: NamedAddress | undefined): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value: named?.address ?? "",
    prompt: linkless(
      `${named === undefined ? "" : `${named.source} `}Your credential will be sent to this address and to no other.`,
    ),
    placeHolder: "https://vault.example.com:8200",
    ignoreFocusOut: true,
    validateInput: (input) => (input.trim() === "" ? "The address of the server" : problemOf(input)),
  });
  return text === undefined ? undefined : normalisedVaultAddress(text);
}

export interface MethodChoice {
  readonly method: LoginMethod;
  readonly namespace: string | undefined;
}

/** The namespace is a row of its own: most servers have none, and nobody should have to answer for it. */
export async function askMethod(
  address: string,
  before: Partial<MethodChoice>,
): Promise<MethodChoice | undefined> {
  for (let { namespace } = before; ; ) {
    const methods = loginMethods.map((method) => ({
      method,
      label: methodFacts[method].label,
      detail: methodFacts[method].detail,
      description: method === before.method ? "as before" : "",
    }));
    const chosen = await vscode.window.showQuickPick<MethodItem>(
      [
        ...methods,
        { label: "", kind: vscode.QuickPickItemKind.Separator },
        { label: "$(symbol-namespace) Namespace…", description: namespace ?? "none" },
      ],
      { title, placeHolder: `How to log in to ${address}`, ignoreFocusOut: true, matchOnDetail: true },
    );
    if (chosen === undefined) return undefined;
    if (chosen.method !== undefined) return { method: chosen.method, namespace };
    const text = await vscode.window.showInputBox({
      title,
      value: namespace ?? "",
      prompt: linkless(`The namespace at ${address}; empty for none`),
      placeHolder: "team/a",
      ignoreFocusOut: true,
      validateInput: (input) =>
        /^[\x21-\x7e]*$/.test(input.trim()) ? undefined : "No blanks, and no characters beyond ASCII",
    });
    if (text !== undefined) namespace = text.trim() === "" ? undefined : text.trim();
  }
}

interface MethodItem extends vscode.QuickPickItem {
  readonly method?: LoginMethod;
}

/** @param problem why the last ones were refused: what is no secret then stands there again. */
export async function askFields(
  address: string,
  method: LoginMethod,
  before: LoginFields,
  problem: string | undefined,
): Promise<LoginFields | undefined> {
  let fields: LoginFields = {};
  for (const { key, what, isHidden, mayBeEmpty } of methodFacts[method].fields) {
    const text = await vscode.window.showInputBox({
      title,
      prompt: linkless(
        `${problem === undefined ? "" : `${problem} `}${what}, for ${address}${isHidden ? ". It is not shown." : ""}`,
      ),
      password: isHidden,
      ignoreFocusOut: true,
      ...(isHidden ? {} : { value: before[key] ?? "" }),
      validateInput: (input) => (mayBeEmpty || input.trim() !== "" ? undefined : `${what} is needed`),
    });
    if (text === undefined) return undefined;
    fields = { ...fields, [key]: text };
  }
  return fields;
}

function problemOf(address: string): string | undefined {
  try {
    normalisedVaultAddress(address);
    return undefined;
  } catch (error) {
    return RouterError.is(error) ? error.message : "It is no address";
  }
}
