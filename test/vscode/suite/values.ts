import { core } from "../../support/leak/madeUpSecrets";

/** What the sample workspace's launches find in their environment, and what its store holds. */
export const fromEnvironment = "env-value-of-the-launch";
// Made up anew for each run, and written into what is bundled for the extension host.
export const fromVault = process.env["SAMPLE_VAULT_VALUE"] ?? `made-up-vault-${core()}`;
/** What a second folder's configuration refers to. */
export const ofOther = process.env["SAMPLE_OTHER_VALUE"] ?? `made-up-other-${core()}`;
export const env = { OPENAI_API_KEY: fromEnvironment };
