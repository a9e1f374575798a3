import type { CommandSpec } from "../commandSpec";

export const passphraseSpec: CommandSpec = {
  name: "passphrase",
  summary: "Protect the embedded store's key by a passphrase, or change it",
  operands: [],
  flags: [{ name: "remove", summary: "take the passphrase away" }],
  notes: [
    "Asks for the passphrase at a hidden prompt, twice; with --remove only for the one until now. The store itself stays as it is. There is no way into a store whose passphrase is lost.",
  ],
  examples: [
    { line: "secret-router passphrase", does: "set or change it" },
    { line: "secret-router passphrase --remove", does: "open the store without asking again" },
  ],
};
