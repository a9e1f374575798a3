import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { core } from "../support/leak/madeUpSecrets";
import { until } from "../support/until";
import { canStartOwnVault, startOwnVault, type TestVault } from "../support/vault/startVault";
import { actUntil } from "./rig/actUntil";
import { beginRouting } from "./rig/beginRouting";
import { clickAway } from "./rig/clickAway";
import { clickUntil } from "./rig/clickUntil";
import { hoverItem } from "./rig/hoverItem";
import { menuOfRow } from "./rig/menuOfRow";
import { chosenEditors, type PersonInEditor, personInEditor } from "./rig/personInEditor";
import { pressAway } from "./rig/pressAway";
import { acceptInput, closeInput, confirmInput, inputOf, pickItem } from "./rig/quickInput";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { silence } from "./rig/silence";
import { type Stranger, startStranger } from "./rig/startStranger";
import { untilReady } from "./rig/untilReady";
import {
  clickInlineUntil,
  closeNotifications,
  menuItems,
  openSecretsView,
  pickCommand,
  pickFromMenu,
  spokenLabel,
  statusItem,
  treeRow,
} from "./rig/workbenchActions";

const stored = `made-up-in-the-vault-${core()}`;
const rotated = `made-up-after-rotation-${core()}`;
const staged = `made-up-of-staging-${core()}`;
const fromEnvironment = `made-up-of-the-environment-${core()}`;
const password = `made-up-password-${core()}`;
const wrongToken = `made-up-wrong-token-${core()}`;
const wrongSecretId = `made-up-wrong-secret-id-${core()}`;
const policy = 'path "secret/data/*" { capabilities = ["read"] }';

describe.each(chosenEditors())("a vault in $name", (editor) => {
  let vault: TestVault;
  let token = "";
  /** Where a repository would like to have the user's login. */
  let stranger: Stranger;
  const secrets: Record<string, string> = { stored, rotated, staged, password, wrongToken, wrongSecretId };
  const person = personInEditor(editor, {
    prepare: async (folder, home) => {
      vault = await startOwnVault();
      await setUp(vault);
      stranger = await startStranger();
      await makeSampleWorkspace(folder, home);
      writeConfiguration(folder, { vault_url: stranger.address, ...usual });
      mkdirSync(join(folder, ".vscode"));
      const settings = { address: stranger.address, namespace: "not-there", caFile: "/dev/null" };
      const named = Object.entries(settings).map(([key, value]) => [`secretRouter.vault.${key}`, value]);
      writeFileSync(join(folder, ".vscode", "settings.json"), JSON.stringify(Object.fromEntries(named)));
      const env = { OPENAI_API_KEY: fromEnvironment, OUT: join(folder, "out.txt") };
      const program = join(folder, "loop.js");
      const launch = { type: "node", request: "launch", name: "Sample", program, env };
      const file = { version: "0.2.0", configurations: [launch] };
      writeFileSync(join(folder, ".vscode", "launch.json"), JSON.stringify(file));
    },
  });
  afterAll(async () => {
    await vault?.stop();
    await stranger?.stop();
  });
  const isMissing = person.isMissing || !canStartOwnVault;
  const vaultRow = (): Locator => treeRow(person.page, "Vault").first();
  /** What an attempt that was asked for says. */
  const saysUnreachable = (): Locator =>
    person.page.locator(".statusbar-item").filter({ hasText: `${vault.address} cannot be reached` });
  const restart = async (): Promise<void> => {
    vault = await startOwnVault({ port: Number(new URL(vault.address).port) });
    await setUp(vault);
    await vault.admin.createUser("ann", password, { token_policies: "app" });
  };
  const out = (): string => join(person.folder, "out.txt");
  const hasRead = (value: string): boolean =>
    existsSync(out()) && readFileSync(out(), "utf8").trimEnd().split("\n").at(-1) === value;
  const reads = async (value: string): Promise<void> => {
    rmSync(out(), { force: true });
    await until(() => hasRead(value), { what: "the program to read the value", timeoutMs: 30_000 });
  };

  it.skipIf(isMissing)(
    "that nobody has logged in to is shown with what helps, and is not asked",
    async () => {
      const { page } = person;
      await openSecretsView(page);
      await beginRouting(page);
      const hostOf = (address: string): string => new URL(address).host;
      await waitForState(person, vaultRow(), `not logged in, ${hostOf(stranger.address)}`);
      expect(stranger.connections()).toBe(0);
      writeConfiguration(person.folder, { vault_url: vault.address, ...usual });
      await waitForState(person, vaultRow(), `not logged in, ${hostOf(vault.address)}`);
      await closeNotifications(page);
      await person.shot("vault-not-logged-in");
      await hoverItem(page, page.getByRole("link", { name: "Connect to Vault" }));
      await page.getByText("You are not connected to").first().waitFor();
      await clickUntil(vaultRow(), consent(page));
      await person.shot("vault-address");
      expect(await inputOf(page).inputValue()).toBe(vault.address);
      await closeInput(page);
    },
  );

  it.skipIf(isMissing)("is connected by a token, after a wrong one was refused", async () => {
    const { page } = person;
    token = await vault.admin.createToken({ policies: ["app"], ttl: "1h" });
    secrets["token"] = token;
    await chooseMethod(person, vault, "Token");
    await acceptInput(page, wrongToken, page.getByText("does not know this token"));
    expect(await inputOf(page).getAttribute("type")).toBe("password");
    await person.shot("vault-wrong-token");
    await acceptInput(page, token);
    await page.getByText(`Connected to ${vault.address}`).first().waitFor();
    await waitForState(person, vaultRow(), "connected");
    await person.shot("vault-connected");
    expect(await spokenLabel(vaultRow())).toBe(`Vault, connected, ${new URL(vault.address).host}`);
    expect(await menuItems(page, vaultRow())).toEqual(menuOfRow("vaultConnected"));
    expect(await statusItem(page).locator(".codicon-warning").count()).toBe(0);
  });

  it.skipIf(isMissing)("serves a program that F5 has started", async () => {
    await pickCommand(person.page, "Debug: Start Debugging");
    await reads(stored);
    await pickCommand(person.page, "Focus on Secrets View");
    await treeRow(person.page, "Sample").first().waitFor();
  });

  it.skipIf(isMissing)("that has revoked the token is shown so, and the program goes on", async () => {
    await vault.admin.revokeToken(token);
    await waitForState(person, vaultRow(), "not logged in");
    await reads(stored);
    await person.shot("vault-revoked");
  });

  it.skipIf(isMissing)("is connected by an AppRole, and the running program follows", async () => {
    const { page } = person;
    const { roleId, secretId } = await vault.admin.createRole("app", { token_policies: "app" });
    secrets["secretId"] = secretId;
    await vault.admin.putKv2("secret", "app", { api_key: rotated });
    await chooseMethod(person, vault, "AppRole");
    await page.getByText("Role id, for").waitFor();
    await acceptInput(page, roleId);
    await page.getByText("Secret id, empty").waitFor();
    await acceptInput(page, wrongSecretId);
    await page.getByText("refused the login").first().waitFor();
    // What is no secret stands there again.
    expect(await inputOf(page).inputValue()).toBe(roleId);
    await confirmInput(page);
    await page.getByText("Secret id, empty").waitFor();
    await acceptInput(page, secretId);
    await silence(page, `Connected to ${vault.address}`);
    await waitForState(person, vaultRow(), "connected");
    await reads(rotated);
  });

  it.skipIf(isMissing)("that cannot be reached is shown so, and the program goes on", async () => {
    const { page } = person;
    await closeNotifications(page);
    await vault.stop();
    await waitForState(person, vaultRow(), "unreachable");
    await reads(rotated);
    await clickInlineUntil(vaultRow(), "Try the Vault Again", () => saysUnreachable().isVisible());
    await person.shot("vault-unreachable");
    expect(await statusItem(page).locator(".codicon-warning").count()).toBe(1);
    await chooseMethod(person, vault, "Token");
    await acceptInput(page, wrongToken);
    await page.getByRole("dialog").getByText("Nothing has been kept").waitFor();
    await person.shot("vault-unreachable-login");
    await pressAway(page.locator(".monaco-dialog-box").getByRole("button", { name: "Cancel" }));
  });

  it.skipIf(isMissing)("is connected by user name and password, once it is back", async () => {
    const { page } = person;
    await restart();
    // The new server knows nothing of the role.
    await clickUntil(vaultRow(), vaultRow().filter({ hasText: "not logged in" }));
    await chooseMethod(person, vault, "User name and password");
    await acceptInput(page, "ann");
    await page.getByText("Password, for").waitFor();
    await acceptInput(page, password);
    const said = page.locator(".statusbar-item").filter({ hasText: `Connected to ${vault.address}` });
    await said.waitFor();
    await waitForState(person, vaultRow(), "connected");
    await reads(stored);
  });

  it.skipIf(isMissing)("serves another environment's value once that is selected", async () => {
    const { page } = person;
    const secrets = { OPENAI_API_KEY: "vault:secret/staging#api_key" };
    const environments = { staging: { mode: "vault", secrets }, prod: {} };
    writeConfiguration(person.folder, { vault_url: vault.address, ...usual, environments });
    await clickUntil(treeRow(page, "Environmentnone"), page.getByText("mode: vault, 1 reference"));
    await person.shot("environment-choice");
    await acceptInput(page, "staging");
    await treeRow(page, "Environmentstaging").waitFor();
    await reads(staged);
    await hoverItem(page, page.getByText("Environment: staging"));
    await person.shot("environment-chosen");
    await pickCommand(page, "Secret Router: Switch Mode");
    await page.getByText("A share of the reads").waitFor();
    await acceptInput(page, "shadow");
    await reads(fromEnvironment);
    const file = JSON.parse(readFileSync(join(person.folder, "secret-router.json"), "utf8"));
    expect([file.mode, file.environments.staging.mode]).toEqual(["vault", "shadow"]);
  });

  it.skipIf(isMissing)(
    "serves the file's own value when the environment is gone from it, and says so",
    async () => {
      const { page } = person;
      await closeNotifications(page);
      writeConfiguration(person.folder, { vault_url: vault.address, ...usual });
      await page.getByText('has no environment "staging" any more').first().waitFor();
      await reads(stored);
      await treeRow(page, "Environmentstaging").waitFor({ state: "detached" });
      await person.shot("environment-gone");
      await closeNotifications(page);
    },
  );

  it.skipIf(isMissing)("that cannot be reached has a page of its own, too, which tries again", async () => {
    const { page } = person;
    await vault.stop();
    await waitForState(person, vaultRow(), "unreachable");
    await pickCommand(page, "Debug: Stop");
    await pickCommand(page, "Focus on Secrets View");
    await treeRow(page, "Sample").waitFor({ state: "detached" });
    writeConfiguration(person.folder, { vault_url: vault.address, provider: "vault" });
    const welcome = page.getByText("The vault of this workspace cannot be reached.");
    await welcome.waitFor();
    await closeNotifications(page);
    await person.shot("vault-unreachable-welcome");
    expect(await saysUnreachable().count()).toBe(0);
    const tryAgain = page.getByRole("button", { name: "Try Again" });
    await clickUntil(tryAgain, saysUnreachable());
    await restart();
    // Whether it is logged in to again is the login's affair.
    await clickAway(tryAgain, welcome);
    writeConfiguration(person.folder, { vault_url: vault.address, ...usual });
    await vaultRow().waitFor();
  });

  it.skipIf(isMissing)("is forgotten by the editor after it has said what it forgets", async () => {
    const { page } = person;
    await pickCommand(page, "Secret Router: Disconnect from Vault");
    await pickItem(page, vault.address);
    await page.getByRole("dialog").getByText("the login that this editor keeps").waitFor();
    await person.shot("vault-disconnect");
    await pressAway(page.locator(".monaco-dialog-box").getByRole("button", { name: "Disconnect" }));
    await silence(page, `Disconnected from ${vault.address}`);
    await waitForState(person, vaultRow(), "not logged in");
  });

  it.skipIf(isMissing)("has a page of its own where nothing else is there to show", async () => {
    const { page } = person;
    writeConfiguration(person.folder, { vault_url: vault.address, provider: "vault" });
    await page.getByText("you are not logged in to it").waitFor();
    await closeNotifications(page);
    await person.shot("vault-welcome");
    await clickUntil(page.getByRole("button", { name: "Connect to Vault" }), consent(page));
    await closeInput(page);
  });

  it.skipIf(isMissing)("is named by no setting of a workspace", async () => {
    const { page } = person;
    writeConfiguration(person.folder, { provider: "vault" });
    const proposesNone = async (): Promise<boolean> => {
      await pickCommand(page, "Secret Router: Connect to Vault");
      await consent(page).waitFor();
      const proposed = await inputOf(page).inputValue();
      await closeInput(page);
      return proposed === "";
    };
    await until(proposesNone, { what: "no address to be proposed", timeoutMs: 60_000 });
    expect(stranger.connections()).toBe(0);
  });

  it.skipIf(isMissing)(
    "is shown as not logged in where the editor forgets its logins with the window",
    async () => {
      const { page } = person;
      writeConfiguration(person.folder, { vault_url: vault.address, ...usual });
      token = await vault.admin.createToken({ policies: ["app"], ttl: "1h" });
      secrets["tokenOfTheWindow"] = token;
      await waitForState(person, vaultRow(), "not logged in");
      await chooseMethod(person, vault, "Token");
      await acceptInput(page, token);
      await page.getByText("secret storage, on the machine in front of you").first().waitFor();
      await waitForState(person, vaultRow(), "connected");
      await page.reload();
      await untilReady(page);
      await openSecretsView(page);
      await waitForState(person, vaultRow(), "not logged in");
    },
  );

  it.skipIf(isMissing)("can then be kept in the encrypted store, as the command line keeps it", async () => {
    const { page } = person;
    await clickUntil(vaultRow(), consent(page));
    await chooseMethodHere(person, vault, "Token");
    await acceptInput(page, token);
    await page.getByText("did not keep the login").waitFor();
    await person.shot("vault-forgotten");
    const store = "Keep It in the Encrypted Store";
    await pressAway(page.locator(".monaco-dialog-box").getByRole("button", { name: store }));
    await page.getByText("is kept in your encrypted store").first().waitFor();
    await waitForState(person, vaultRow(), "connected");
    expect(await person.cli("vault", "list")).toContain(vault.address);
  });

  it.skipIf(isMissing)("is read again before its values expire when somebody asks for it", async () => {
    const { page } = person;
    writeConfiguration(person.folder, { vault_url: vault.address, ...usual, cache_ttl: 600_000 });
    await pickCommand(page, "Debug: Start Debugging");
    await reads(stored);
    await pickCommand(page, "Focus on Secrets View");
    await vault.admin.putKv2("secret", "app", { api_key: rotated });
    const refresh = page.locator('.part.sidebar .action-label[aria-label^="Refresh Secrets"]').first();
    await actUntil(
      () => refresh.click({ timeout: 2_000 }),
      () => hasRead(rotated),
      { what: "the rotated value" },
    );
    await vault.admin.putKv2("secret", "app", { api_key: stored });
    await pickFromMenu(page, treeRow(page, "OPENAI_API_KEY"), "Read Again from the Vault");
    await reads(stored);
    await pickCommand(page, "Debug: Stop");
    await treeRow(page, /^Sample/).waitFor({ state: "detached" });
  });

  it.skipIf(isMissing)(
    "leaves neither login nor value in anything that the editor keeps or shows",
    async () => {
      expect(await person.leaks(secrets, { fromEnvironment })).toEqual([]);
    },
  );

  it.skipIf(isMissing)("leaves each login in the audit log", () => {
    const audit = readFileSync(
      join(person.directory, "home", "secret-router", "state", "audit.jsonl"),
      "utf8",
    );
    const logins = [...audit.matchAll(/"action":"(login|logout)","reason":"([^"]*)"/g)];
    expect(logins.map(([, action, reason]) => `${action} ${reason}`)).toEqual([
      ...["token", "approle", "userpass"].map((method) => `login ${method} ${vault.address}`),
      `logout ${vault.address}`,
      ...["token", "token"].map((method) => `login ${method} ${vault.address}`),
    ]);
  });
});

const usual = { mode: "vault", cache_ttl: 1000, secrets: { OPENAI_API_KEY: "vault:secret/app#api_key" } };

async function setUp({ admin }: TestVault): Promise<void> {
  await admin.putKv2("secret", "app", { api_key: stored });
  await admin.putKv2("secret", "staging", { api_key: staged });
  await admin.createPolicy("app", policy);
  await admin.enableApprole();
  await admin.enableUserpass();
}

function writeConfiguration(folder: string, configuration: object): void {
  writeFileSync(join(folder, "secret-router.json"), JSON.stringify(configuration, null, 2));
}

async function waitForState(person: PersonInEditor, row: Locator, state: string): Promise<void> {
  await until(async () => (await row.count()) > 0 && (await row.textContent())?.includes(`Vault${state}`), {
    what: `the vault to be shown as ${state}`,
    timeoutMs: 60_000,
    intervalMs: 100,
  }).catch(async (error: unknown) => {
    await person.shot("failed-state");
    throw error;
  });
}

/** What the question for the address says before anything is sent there. */
function consent(page: Page): Locator {
  return page.getByText("Your credential will be sent to this address and to no other");
}

async function chooseMethod(person: PersonInEditor, vault: TestVault, method: string): Promise<void> {
  await pickCommand(person.page, "Secret Router: Connect to Vault");
  await chooseMethodHere(person, vault, method);
}

/** Confirms the address that is proposed and chooses how to log in. */
async function chooseMethodHere({ page }: PersonInEditor, vault: TestVault, method: string): Promise<void> {
  await consent(page).waitFor();
  await confirmInput(page);
  await page.getByPlaceholder(`How to log in to ${vault.address}`).waitFor();
  await pickItem(page, method);
}
