import { connectionFromEnvironment } from "../../providers/vault/connection/connectionFromEnvironment";
import { createVaultApi } from "../../providers/vault/vaultApi";
import { apiPath, splitPath } from "../../providers/vault/vaultPath";

/**
 * Removes every version of a secret from a version 2 engine, whose ordinary delete keeps them. Elsewhere there is no
 * such path, and nothing happens.
 * @throws RouterError when the server cannot be asked.
 */
export async function eraseFromVault(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<void> {
  const found = connectionFromEnvironment(environment);
  const auth = found?.auth.find((each) => each.method === "token");
  if (found === undefined || auth?.method !== "token") return;
  const [mount = "", ...rest] = splitPath(path);
  const api = createVaultApi(found.connection);
  try {
    await api.call({
      method: "DELETE",
      path: apiPath(mount, "metadata", ...rest),
      token: auth.token,
      signal,
    });
  } finally {
    api.close();
  }
}
