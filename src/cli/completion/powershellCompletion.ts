import { type CompletedCommand, groupsOf, secondLevel, topLevel } from "./completionModel";

/** For Windows PowerShell 5.1 and PowerShell 7. */
export function powershellCompletion(model: readonly CompletedCommand[]): string {
  return `# PowerShell completion of secret-router
Register-ArgumentCompleter -Native -CommandName secret-router -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $groups = @(${list(groupsOf(model))})
  $next = @{
    '' = @(${list([...topLevel(model).map(({ name }) => name), "--help", "--version"])})
${groupsOf(model)
  .map((group) => `    '${group}' = @(${list(secondLevel(model, group).map(({ name }) => name))})`)
  .join("\n")}
${model.map((command) => `    '${command.name}' = @(${list([...command.words, ...command.flags.map(({ name }) => name)])})`).join("\n")}
  }
  $values = @{
${model.flatMap(flagValues).join("\n")}
  }
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  if ($typed -contains '--') { return }
  $command = ''
  if ($typed.Count -ge 1) { $command = $typed[0] }
  if ($groups -contains $command -and $typed.Count -ge 2) { $command = "$command $($typed[1])" }
  $previous = ''
  if ($typed.Count -ge 1) { $previous = $typed[$typed.Count - 1] }
  $words = $values["$command $previous"]
  if ($null -eq $words) { $words = $next[$command] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function flagValues(command: CompletedCommand): readonly string[] {
  return command.flags
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => `    '${command.name} ${name}' = @(${list(words)})`);
}

function list(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ");
}
