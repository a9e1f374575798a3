import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flagsOf } from "../../../src/cli/commandSpec";
import { commandSpecs } from "../../../src/cli/commandTable";
import { shells } from "../../support/capabilities";
import { type CliHome, makeCliHome } from "../../support/cli";

let home: CliHome;
const scripts: Record<string, string> = {};

beforeAll(async () => {
  home = makeCliHome();
  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    scripts[shell] = join(home.home, `completion.${shell}`);
    writeFileSync(scripts[shell], (await home.succeed(["completion", shell])).stdout);
  }
  mkdirSync(join(home.project, "some folder"));
  writeFileSync(join(home.project, "some.env"), "");
});
afterAll(() => home.remove());

/** What each shell must offer: the line that is typed, some words that it offers, some that it does not. */
const cases: readonly [string, readonly string[], readonly string[]][] = [
  ["secret-router ", ["exec", "set", "mode", "vault", "completion"], ["login", "--mode"]],
  ["secret-router mo", ["mode"], ["exec"]],
  ["secret-router mode ", ["off", "shadow", "dual", "vault"], ["exec", "some.env"]],
  ["secret-router mode du", ["dual"], ["off"]],
  ["secret-router mode --", ["--canary", "--json", "--help"], ["--reveal"]],
  ["secret-router get X --", ["--reveal", "--environment"], ["--canary"]],
  ["secret-router vault ", ["login", "logout", "list"], ["exec"]],
  ["secret-router vault login --", ["--method", "--ca-file"], ["--reveal"]],
  ["secret-router vault login x --method ", ["token", "approle", "userpass"], ["--json"]],
  ["secret-router audit ", ["tail", "verify"], ["exec"]],
  ["secret-router exec --mode ", ["shadow", "vault"], ["--mode"]],
  ["secret-router completion z", ["zsh"], ["bash"]],
  ["secret-router help ", ["exec", "mode"], ["--reveal"]],
];

function run(shell: keyof typeof shells, args: readonly string[], input?: string): string[] {
  const { stdout, stderr, status } = spawnSync(shells[shell].path ?? "", args, {
    cwd: home.project,
    env: { ...home.env, TERM: "dumb" },
    encoding: "utf8",
    timeout: 30_000,
    ...(input === undefined ? {} : { input }),
  });
  if (status !== 0) throw new Error(`${shell} ended with ${status}: ${stderr}`);
  return stdout.split("\n").filter((line) => line !== "");
}

function expectOffer(
  offered: readonly string[],
  wanted: readonly string[],
  unwanted: readonly string[],
): void {
  for (const word of wanted) expect(offered).toContain(word);
  for (const word of unwanted) expect(offered).not.toContain(word);
}

describe.skipIf(shells.bash.path === undefined)("bash completion", () => {
  /** Splits the line as bash would and prints what the function offers. */
  function complete(words: readonly string[]): string[] {
    const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _secret_router 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run("bash", ["--norc", "-c", script, "bash", scripts["bash"] ?? "", ...words]);
  }

  it.each(cases)("offers what fits for %j", (line, wanted, unwanted) => {
    expectOffer(complete(line.split(" ")), wanted, unwanted);
  });

  it("offers values after an equals sign, which bash makes a word of its own", () => {
    expectOffer(complete(["secret-router", "exec", "--mode", "=", "sh"]), ["shadow"], ["vault"]);
    expectOffer(complete(["secret-router", "exec", "--mode", "="]), ["shadow", "vault"], []);
  });

  it("offers programs after exec --", () => {
    expectOffer(complete(["secret-router", "exec", "--mode", "dual", "--", "bas"]), ["bash"], ["--mode"]);
    expect(complete(["secret-router", "list", "--", ""])).toEqual([]);
  });

  it("knows the flags of every command", () => {
    for (const spec of commandSpecs) {
      const offered = complete(["secret-router", ...spec.name.split(" "), "--"]);
      expect(offered.sort()).toEqual(
        flagsOf(spec)
          .map(({ name }) => `--${name}`)
          .sort(),
      );
    }
  });

  it("is registered for the program, and falls back to files", () => {
    const [line] = run("bash", [
      "--norc",
      "-c",
      `source "$0"; complete -p secret-router`,
      scripts["bash"] ?? "",
    ]);
    expect(line).toBe("complete -o default -F _secret_router secret-router");
  });
});

describe.skipIf(shells.zsh.path === undefined)("zsh completion", () => {
  /** Types the line and a tab, and gives every word that was offered or that the line then held. */
  function complete(line: string): string[] {
    // zsh completes only on a terminal of its own, which its module zpty gives. What is offered is printed too, because
    // a single match goes into the line and its beginning is not shown again, and no listing is shown where another key
    // is there already. What is waited for is typed in two halves: a terminal may show twice what is typed early.
    const script = `
zmodload zsh/zpty
zpty z zsh -f
zpty -w z 'PS1=; unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -d ${home.home}/zcompdump; source ${scripts["zsh"]}'
zpty -w z 'compadd () { builtin compadd -O found "$@" 2>/dev/null; print -rl -- "<" \${(q)found} ">" > /dev/tty; builtin compadd "$@"; }'
zpty -w z 'told () { zle expand-or-complete; print -r -- TO"LD" > /dev/tty; }; zle -N told; bindkey "^I" told'
zpty -w z 'echo REA""DY'
zpty -r z ready '*READY*'
zpty -w -n z $'${line.replaceAll("'", "\\'")}\\t'
zpty -r z answer '*TOLD*'
print -r -- "$answer"
zpty -d z
`;
    return run("zsh", ["-f"], script).flatMap((each) => each.replaceAll("\r", "").split(/\s+/));
  }

  it.each(cases)("offers what fits for %j", (line, wanted, unwanted) => {
    expectOffer(
      complete(line),
      wanted,
      unwanted.filter((word) => !line.includes(word)),
    );
  });

  it("offers programs after exec --, and files where a file belongs", () => {
    expectOffer(complete("secret-router exec --mode dual -- bas"), ["bash"], ["some.env"]);
    expectOffer(complete("secret-router import some.e"), ["some.env"], ["fish"]);
    expectOffer(complete("secret-router list some.e"), [], ["some.env"]);
  });
});

describe.skipIf(shells.fish.path === undefined)("fish completion", () => {
  it.each(cases)("offers what fits for %j", (line, wanted, unwanted) => {
    const script = `source $argv[1]; complete --do-complete $argv[2]`;
    const offered = run("fish", ["--no-config", "-c", script, "--", scripts["fish"] ?? "", line]);
    expectOffer(
      offered.map((each) => each.split("\t")[0] ?? ""),
      wanted,
      unwanted,
    );
  });

  it("offers files only where a file belongs", () => {
    const complete = (line: string) =>
      run("fish", [
        "--no-config",
        "-c",
        "source $argv[1]; complete --do-complete $argv[2]",
        "--",
        scripts["fish"] ?? "",
        line,
      ]).map((each) => each.split("\t")[0] ?? "");
    expect(complete("secret-router import ")).toContain("some.env");
    expect(complete("secret-router list ")).not.toContain("some.env");
    expect(complete("secret-router exec -- fis")).toContain("fish");
  });
});

describe("powershell completion", () => {
  it("names every command, and its flags", async () => {
    const { stdout } = await home.succeed(["completion", "powershell"]);
    for (const { name, flags } of commandSpecs) {
      const line = stdout.split("\n").find((each) => each.trim().startsWith(`'${name}' = @(`));
      for (const flag of flags) expect(line).toContain(`'--${flag.name}'`);
    }
    expect(stdout).toContain("Register-ArgumentCompleter -Native -CommandName secret-router");
  });
});
