import { modes } from "../../contract/mode";
import type { CommandSpec } from "../commandSpec";

export const modeSpec: CommandSpec = {
  name: "mode",
  summary: "Show or change the mode",
  operands: [
    { name: "MODE", summary: "off, shadow, dual or vault; without it the mode is shown", choices: modes },
  ],
  flags: [
    {
      name: "canary",
      value: "N",
      summary: "the share that dual mode serves from the vault, 0 to 100 per cent",
    },
  ],
  notes: [
    "The change is written to secret-router.json, whose comments and layout stay as they are, and reaches every running session at once. Where there is no such file, one is created in this folder.",
    "off: the environment serves. shadow: the environment serves, the vault is compared. dual: the canary's share comes from the vault. vault: everything comes from the vault.",
  ],
  examples: [
    { line: "secret-router mode", does: "which mode is in force" },
    { line: "secret-router mode dual --canary 25", does: "serve a quarter from the vault" },
  ],
};
