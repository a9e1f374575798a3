import type { CommandSpec } from "../commandSpec";

export const vaultLoginSpec: CommandSpec = {
  name: "vault login",
  summary: "Log in to a HashiCorp Vault or OpenBao server",
  operands: [
    { name: "ADDR", summary: "the server's address, as in https://vault.example.com:8200", required: true },
  ],
  flags: [
    {
      name: "method",
      value: "METHOD",
      summary: "token (the default), token-file, approle or userpass",
      choices: ["token", "token-file", "approle", "userpass"],
    },
    { name: "namespace", value: "NAME", summary: "the namespace, where the server has several" },
    { name: "ca-file", value: "FILE", summary: "the certificate that signed the server's own", file: true },
    {
      name: "token-file",
      value: "FILE",
      summary: "the file of the method token-file; otherwise ~/.vault-token",
      file: true,
    },
    { name: "role-id", value: "ID", summary: "the role of the method approle" },
    { name: "username", value: "NAME", summary: "the user of the method userpass" },
  ],
  notes: [
    "Where VAULT_ADDR or BAO_ADDR is this address, VAULT_CACERT and VAULT_NAMESPACE (or BAO_...) count as --ca-file and --namespace.",
    "--method token-file asks nothing and keeps no credential: it lets this address have the token that bao login or vault login wrote into the file, whether the address comes from secret-router.json or from VAULT_ADDR. No other address gets it. BAO_TOKEN_PATH or VAULT_TOKEN_PATH counts as --token-file here, and only here.",
    "Otherwise the token, secret id or password is asked for at a hidden prompt or read from standard input, tried against the server, and kept in the embedded store, bound to this address. A project's configuration alone can never send it elsewhere.",
    'What is settled for each address is kept in vaults.json, beside the store\'s key. Two keys are yours to add by hand: "tls_skip_verify" trusts any certificate, "allow_plain_http" sends the credential in clear.',
  ],
  examples: [
    { line: "secret-router vault login https://vault.example.com:8200", does: "with a token" },
    {
      line: "secret-router vault login https://v.example.com --method approle --role-id ci",
      does: "with an AppRole",
    },
    {
      line: "secret-router vault login https://v.example.com --method token-file",
      does: "with ~/.vault-token",
    },
  ],
  surplus: {
    message:
      "A token or password is not taken from the command line, where shell history and process lists keep it.",
    nextStep:
      "Run secret-router vault login ADDR and type it at its prompt, or pipe it in. If it was a real secret, replace it.",
  },
};
