import * as vscode from "vscode";
import { RouterError } from "../../core/routerError";
import { tryVaultLogin } from "../../providers/tryVaultLogin";
import type { VaultLogin } from "../../providers/vault/connection/hostVaults";
import { normalisedVaultAddress } from "../../providers/vault/vaultAddress";
import type { LoginResult } from "../../providers/vault/vaultSession";
import { readVaultRecords } from "../../providers/vaultRecordsFile";
import { refresh } from "../commands/refresh";
import { editorWords } from "../editorWords";
import { linkless } from "../linkless";
import type { RouterWindow } from "../window/routerWindow";
import { addressNamed } from "./addressNamed";
import { askAddress, askFields, askMethod, type MethodChoice } from "./askLogin";
import { environmentVault } from "./environmentVault";
import { keepLogin } from "./keepLogin";
import { lifetimeOf } from "./lifetimeOf";
import { authOf, type LoginFields } from "./loginMethods";
import { providersOptions } from "./providersOptions";

const loginDeadlineMs = 15_000;

interface Attempt {
  readonly address: string;
  readonly choice: MethodChoice;
  readonly fields: LoginFields;
}

/**
 * Asks for a login, tries it, and keeps it only when it has worked.
 * @param given the address of a row of the tree.
 */
export async function connectVault(window: RouterWindow, given: string | undefined): Promise<void> {
  let named = addressNamed(window, given);
  let before: Partial<Attempt> = {};
  for (;;) {
    const address = await askAddress(named);
    const choice =
      address && (await askMethod(address, before.choice ?? { namespace: namespaceFor(window, address) }));
    if (!address || !choice) return;
    const outcome = await logIn(window, { address, choice, fields: before.fields ?? {} });
    if (outcome === undefined) return;
    if (outcome.result !== undefined) {
      await keepConnection(window, address, outcome.login, outcome.result);
      return;
    }
    // Another address: what was typed for this one stays where it is no secret.
    named = { address, source: "" };
    before = { choice, fields: { ...outcome.fields, secret: "" } };
  }
}

interface LogInOutcome {
  readonly login: VaultLogin;
  readonly fields: LoginFields;
  /** Undefined when the user wants another address. */
  readonly result: LoginResult | undefined;
}

/** Repeats until it works or the user gives up, which gives undefined. */
async function logIn(window: RouterWindow, attempt: Attempt): Promise<LogInOutcome | undefined> {
  const { address, choice } = attempt;
  const { method, namespace } = choice;
  const ask = (before: LoginFields, problem: string | undefined): Promise<LoginFields | undefined> =>
    window.questions.now(() => askFields(address, method, before, problem));
  let fields = await ask(attempt.fields, undefined);
  while (fields !== undefined) {
    const login = { auth: authOf(method, fields), ...(namespace === undefined ? {} : { namespace }) };
    try {
      const result = await tryWithProgress(window, address, login);
      return result && { login, fields, result };
    } catch (error) {
      if (!RouterError.is(error)) throw error;
      if (isRefusal(error)) {
        fields = await ask(fields, error.message);
        continue;
      }
      const next = await tellFailure(error);
      if (next === undefined) return undefined;
      if (next === "address") return { login, fields, result: undefined };
    }
  }
  return undefined;
}

/** Undefined when the user has cancelled it. */
async function tryWithProgress(
  window: RouterWindow,
  address: string,
  login: VaultLogin,
): Promise<LoginResult | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true };
  return vscode.window.withProgress(
    { ...options, title: linkless(`Logging in to ${address}…`) },
    async (_progress, cancellation) => {
      const cancelled = new AbortController();
      cancellation.onCancellationRequested(() => cancelled.abort());
      const signal = AbortSignal.any([cancelled.signal, AbortSignal.timeout(loginDeadlineMs)]);
      try {
        return await tryVaultLogin(providersOptions(window, { vaultUrl: address }), address, login, signal);
      } catch (error) {
        if (cancelled.signal.aborted) return undefined;
        throw signal.aborted ? tooSlow(address) : error;
      }
    },
  );
}

function isRefusal({ code }: RouterError): boolean {
  return code === "VAULT_LOGIN_FAILED" || code === "VAULT_NOT_LOGGED_IN" || code === "VAULT_FORBIDDEN";
}

/** What the user wants to do about a server that could not be asked. */
async function tellFailure(error: RouterError): Promise<"again" | "address" | undefined> {
  const again = "Try Again";
  const address = "Change the Address";
  const setting = "Open the Settings";
  const isOfSettings = error.code === "VAULT_TLS" || error.code === "CONFIG_INVALID";
  const choice = await vscode.window.showErrorMessage(
    error.message,
    { modal: true, detail: `${editorWords(error.nextStep)}\n\nNothing has been kept.` },
    again,
    address,
    ...(isOfSettings ? [setting] : []),
  );
  if (choice === setting)
    await vscode.commands.executeCommand("workbench.action.openSettings", "secretRouter.vault");
  return choice === again ? "again" : choice === address ? "address" : undefined;
}

async function keepConnection(
  window: RouterWindow,
  address: string,
  login: VaultLogin,
  { ttlSeconds }: LoginResult,
): Promise<void> {
  const place = await keepLogin(window, address, login);
  if (place === undefined) {
    void window.notices.answer("loginNotKept", `Not connected to ${address}: the login was not kept.`);
    return;
  }
  window.audit.record({ action: "login", reason: `${login.auth.method} ${address}` });
  await refresh(window, []);
  const lifetime =
    ttlSeconds === undefined ? "its token does not expire" : `its token lives ${lifetimeOf(ttlSeconds)}`;
  void window.notices.answer(
    "connected",
    `Connected to ${address}: ${lifetime}. The login is kept ${place}.`,
  );
}

function namespaceFor(window: RouterWindow, address: string): string | undefined {
  const own = environmentVault(window, normalisedVaultAddress(address));
  const record = readVaultRecords(window.directories).get(address);
  return own?.connection.namespace ?? record?.namespace ?? window.hostVaults.defaults().namespace;
}

function tooSlow(address: string): RouterError {
  return new RouterError(
    "VAULT_TIMEOUT",
    `${address} did not answer within ${loginDeadlineMs / 1000} seconds.`,
    "Check that the server runs and that this machine can reach it.",
  );
}
