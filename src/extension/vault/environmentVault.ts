import {
  connectionFromEnvironment,
  type EnvironmentConnection,
} from "../../providers/vault/connection/connectionFromEnvironment";
import type { RouterWindow } from "../window/routerWindow";

/** What the editor's environment says of this vault. Nothing where it is wrong: whoever asks the vault is told that. */
export function environmentVault(
  { environment }: RouterWindow,
  address: string,
): EnvironmentConnection | undefined {
  try {
    const found = connectionFromEnvironment(environment);
    return found?.connection.address === address ? found : undefined;
  } catch {
    return undefined;
  }
}
