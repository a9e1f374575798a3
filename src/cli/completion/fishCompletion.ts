import { type CompletedCommand, groupsOf, secondLevel, topLevel } from "./completionModel";

export function fishCompletion(model: readonly CompletedCommand[]): string {
  return `# fish completion of secret-router
# Prints the command that is being typed: its first word, for a group its first two.
function __secret_router_command
  set -l words (commandline -opc)
  set -e words[1]
  test (count $words) -gt 0; or return 1
  if contains -- $words[1] ${groupsOf(model).join(" ")}; and test (count $words) -gt 1
    echo "$words[1] $words[2]"
  else
    echo $words[1]
  end
end
function __secret_router_is
  test (__secret_router_command; or echo) = "$argv"; and not contains -- -- (commandline -opc)
end
complete -c secret-router -f
complete -c secret-router -n 'not __secret_router_command >/dev/null' -l help -d 'Show all commands'
complete -c secret-router -n 'not __secret_router_command >/dev/null' -l version -d 'Show the version'
${topLevel(model)
  .map(
    ({ name, summary }) =>
      `complete -c secret-router -n 'not __secret_router_command >/dev/null' -a ${name} -d ${quoted(summary)}`,
  )
  .join("\n")}
${groupsOf(model)
  .flatMap((group) =>
    secondLevel(model, group).map(
      ({ name, summary }) =>
        `complete -c secret-router -n '__secret_router_is ${group}' -a ${name} -d ${quoted(summary)}`,
    ),
  )
  .join("\n")}
${model.flatMap(commandLines).join("\n")}
`;
}

// After `--` stands a command line of its own: first a program, then whatever fish completes for files.
const programLines = [
  "complete -c secret-router -n 'test (commandline -opc)[-1] = --' -a '(__fish_complete_command)'",
  "complete -c secret-router -n 'contains -- -- (commandline -opc)[1..-2]' -F",
];

function commandLines(command: CompletedCommand): readonly string[] {
  const start = `complete -c secret-router -n '__secret_router_is ${command.name}'`;
  const flags = command.flags.map(({ name, summary, takesValue, words, files }) => {
    const value = takesValue ? ` -x${words.length > 0 ? ` -a ${quoted(words.join(" "))}` : ""}` : "";
    return `${start} -l ${name.slice(2)}${files ? " -r -F" : value} -d ${quoted(summary)}`;
  });
  const words = command.words.length > 0 ? [`${start} -a ${quoted(command.words.join(" "))}`] : [];
  const files = command.files ? [`${start} -F`] : [];
  const program = command.program ? programLines : [];
  return [...flags, ...words, ...files, ...program];
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
