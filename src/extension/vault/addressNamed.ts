import { knownVaults } from "../../providers/knownVaults";
import { normalisedVaultAddress } from "../../providers/vault/vaultAddress";
import type { RouterWindow } from "../window/routerWindow";
import type { NamedAddress } from "./askLogin";
import { providersOptions } from "./providersOptions";

/**
 * The address to propose, and who names it: a person who is about to type a token must see that a repository wants it.
 * @param given the one that the user has pointed at.
 */
export function addressNamed(window: RouterWindow, given: string | undefined): NamedAddress | undefined {
  const { projects, hostVaults, vaults } = window;
  const loggedOut = vaults.all.find(({ standing }) => standing === "notLoggedIn");
  const urls = projects.all.flatMap(({ configuration }) => configuration.vaultUrl ?? []);
  const address = given ?? loggedOut?.address ?? urls[0] ?? wished(window);
  if (address === undefined) return undefined;
  const project = projects.all.find(({ configuration }) => isSame(configuration.vaultUrl, address));
  if (project !== undefined) return { address, source: `secret-router.json of "${project.name}" names it.` };
  const isOfSetting = isSame(hostVaults.defaults().address, address);
  return { address, source: isOfSetting ? "Your setting secretRouter.vault.address names it." : "" };
}

function wished(window: RouterWindow): string | undefined {
  try {
    return knownVaults(providersOptions(window, { vaultUrl: undefined })).wished;
  } catch {
    // Only a proposal: what is wrong is told when the vault is asked.
    return undefined;
  }
}

function isSame(first: string | undefined, second: string): boolean {
  try {
    return first !== undefined && normalisedVaultAddress(first) === normalisedVaultAddress(second);
  } catch {
    return first === second;
  }
}
