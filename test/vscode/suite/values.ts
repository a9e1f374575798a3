/** What the sample workspace's launches find in their environment, and what its store holds. */
export const fromEnvironment = "env-value-of-the-launch";
export const fromVault = "vault-value-7f3e9a";
export const env = { OPENAI_API_KEY: fromEnvironment };
