import type { CommandSpec } from "../commandSpec";

export const shells = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof shells)[number];

export const completionSpec: CommandSpec = {
  name: "completion",
  summary: "Print the completion script of a shell",
  operands: [{ name: "SHELL", summary: shells.join(", "), required: true, choices: shells }],
  flags: [],
  notes: [],
  examples: [
    { line: 'eval "$(secret-router completion bash)"', does: "in ~/.bashrc" },
    { line: "source <(secret-router completion zsh)", does: "in ~/.zshrc, after compinit" },
    { line: "secret-router completion fish | source", does: "in ~/.config/fish/config.fish" },
    {
      line: "secret-router completion powershell | Out-String | Invoke-Expression",
      does: "in the PowerShell profile",
    },
  ],
};
