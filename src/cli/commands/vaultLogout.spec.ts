import type { CommandSpec } from "../commandSpec";

export const vaultLogoutSpec: CommandSpec = {
  name: "vault logout",
  summary: "Forget the credential and settings of a server",
  operands: [{ name: "ADDR", summary: "the server's address", required: true }],
  flags: [],
  notes: ["The server is not asked again until the next secret-router vault login."],
  examples: [{ line: "secret-router vault logout https://vault.example.com:8200", does: "forget it" }],
};
