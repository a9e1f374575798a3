import { runExec } from "./exec/runExec";

const words = process.argv.slice(2);
// `exec` stands before every launch of the user's programs: it is dispatched before anything else is loaded.
if (words[0] === "exec") runExec(words.slice(1));
else if (Number.parseInt(process.versions.node, 10) < 18) refuseOldNode();
else void import("./runCommandLine").then(({ runCommandLine }) => runCommandLine(words));

function refuseOldNode(): void {
  process.stderr.write(
    `secret-router: Node ${process.versions.node} is too old. [NODE_TOO_OLD]\n  Use Node 18 or later for this command.\n`,
  );
  process.exitCode = 1;
}
