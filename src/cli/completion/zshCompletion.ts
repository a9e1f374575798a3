import {
  type CompletedCommand,
  type CompletedFlag,
  groupsOf,
  secondLevel,
  topLevel,
} from "./completionModel";

/** Works both as a file named _secret-router on fpath and sourced after compinit. */
export function zshCompletion(model: readonly CompletedCommand[]): string {
  const groups = groupsOf(model);
  return `#compdef secret-router
_secret_router() {
  local -a names
  local command
  if (( CURRENT == 2 )); then
    names=(
${described(topLevel(model), "      ")}
    )
    _describe command names
    return
  fi
  command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${groups
  .map(
    (group) => `    ${group})
      if (( CURRENT == 2 )); then
        names=(
${described(secondLevel(model, group), "          ")}
        )
        _describe command names
        return
      fi
      command="$command $words[2]"
      shift words
      (( CURRENT-- ))
      ;;`,
  )
  .join("\n")}
  esac
  case $command in
${model.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _secret_router || $funcstack[1] == _secret-router ]]; then
  _secret_router "$@"
else
  compdef _secret_router secret-router
fi
`;
}

function commandCase(command: CompletedCommand): string {
  const operands = command.program
    ? "'*::command:_normal'"
    : command.files
      ? "'*:file:_files'"
      : command.words.length > 0
        ? `'*:argument:(${command.words.join(" ")})'`
        : "'*: :'";
  const lines = [...command.flags.map(flagSpec), operands].map((text) => `        ${text}`);
  return `    '${command.name}')\n      _arguments -s -S \\\n${lines.join(" \\\n")}\n      ;;`;
}

function flagSpec({ name, summary, takesValue, words, files }: CompletedFlag): string {
  const action = files ? "_files" : words.length > 0 ? `(${words.join(" ")})` : " ";
  return quoted(`${name}[${summary.replace(/[[\]\\]/g, "\\$&")}]${takesValue ? `:value:${action}` : ""}`);
}

function described(items: readonly { name: string; summary: string }[], indent: string): string {
  return items
    .map(({ name, summary }) => indent + quoted(`${name}:${summary.replaceAll(":", "\\:")}`))
    .join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
