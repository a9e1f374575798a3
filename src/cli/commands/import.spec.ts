import type { CommandSpec } from "../commandSpec";

export const importSpec: CommandSpec = {
  name: "import",
  summary: "Move the secrets of a .env file into the store",
  usage: ["import FILE [--delete] [--replace]", "import --undo FILE [--force]"],
  operands: [{ name: "FILE", summary: "the .env file", required: true, file: true }],
  flags: [
    { name: "delete", summary: "take the moved secrets out of the file" },
    { name: "replace", summary: "overwrite what is stored under another value" },
    { name: "undo", summary: "put the file back byte for byte as it was before --delete" },
    { name: "force", summary: "with --undo: also when the file was edited since" },
    { name: "environment", value: "NAME", summary: "lay this overlay of the configuration over it" },
  ],
  notes: [
    "Says which names it moved and which it left, and why. With --delete the file's original is kept sealed in the store first.",
    "A link is followed, and the file that it leads to is named. --delete follows none out of the repository or, where there is none, the folder: name the file itself.",
    "The secrets go where the configuration's references point, without one into the default provider.",
  ],
  examples: [
    { line: "secret-router import .env", does: "copy the secrets into the store; the file stays as it is" },
    { line: "secret-router import .env --delete", does: "move them: only the rest stays in the file" },
    { line: "secret-router import --undo .env", does: "put the original file back" },
  ],
};
