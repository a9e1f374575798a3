import { type CompletedCommand, groupsOf, secondLevel, topLevel } from "./completionModel";

// An empty answer means files (\`-o default\`), which bash itself quotes rightly; this takes that back.
const noFiles = "compopt +o default 2>/dev/null";

/** For bash 3.2 too, which macOS still ships: no associative arrays, no mapfile, no bash-completion package. */
export function bashCompletion(model: readonly CompletedCommand[]): string {
  const tops = topLevel(model).map(({ name }) => name);
  const groups = groupsOf(model);
  return `# bash completion of secret-router
_secret_router() {
  local cur prev command flags words i
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # bash splits --flag=value at the equals sign.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${[...tops, "--help", "--version"].join(" ")}' -- "$cur"))
    return
  fi
  command=\${COMP_WORDS[1]}
  case $command in
${groups
  .map(
    (group) => `    ${group})
      if (( COMP_CWORD == 2 )); then
        COMPREPLY=($(compgen -W '${secondLevel(model, group)
          .map(({ name }) => name)
          .join(" ")}' -- "$cur"))
        return
      fi
      command="$command \${COMP_WORDS[2]}"
      ;;`,
  )
  .join("\n")}
  esac
  for (( i = 2; i < COMP_CWORD; i++ )); do
    if [[ \${COMP_WORDS[i]} == -- ]]; then
      if [[ $command != exec ]]; then return; fi
      if (( i == COMP_CWORD - 1 )); then COMPREPLY=($(compgen -c -- "$cur")); fi
      return
    fi
  done
  flags=
  words=
  case $command in
${model.map(commandCase).join("\n")}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o default -F _secret_router secret-router
`;
}

function commandCase(command: CompletedCommand): string {
  const valued = command.flags.filter(({ takesValue }) => takesValue);
  const values = valued.map(({ name, words, files }) => {
    const action = files
      ? ""
      : words.length > 0
        ? `COMPREPLY=($(compgen -W '${words.join(" ")}' -- "$cur")); `
        : `${noFiles}; `;
    return `        ${name}) ${action}return ;;`;
  });
  const lines = [
    `    '${command.name}')`,
    ...(values.length === 0 ? [] : ["      case $prev in", ...values, "      esac"]),
    `      flags='${command.flags.map(({ name }) => name).join(" ")}'`,
    `      words='${command.words.join(" ")}'`,
    ...(command.files ? [] : [`      ${noFiles}`]),
    "      ;;",
  ];
  return lines.join("\n");
}
