import { linkless } from "../linkless";
import { launchLine, namesServed, secretsServed, visible } from "./launchText";
import type { ShownLaunch } from "./shownLaunch";

// The editor shows 1000 characters of a notification and cuts off the rest, the command line first.
const longestQuestion = 600;
const longestName = 48;
const mostNames = 4;

export interface LaunchQuestion {
  readonly text: string;
  /** Whether all that is agreed to stands in it; if not, the document has to be read first. */
  readonly isWhole: boolean;
  /** What the server is called in it. */
  readonly name: string;
}

/** What somebody is asked before a server starts: all of it, or that it has to be read. */
export function launchQuestion(launch: ShownLaunch): LaunchQuestion {
  const { server, served } = launch;
  const whole = `${begun(nameIn(server), namesServed(served))} It runs: ${launchLine(launch)}`;
  if (served.length <= mostNames && linkless(whole).length <= longestQuestion)
    return { text: whole, isWhole: true, name: nameIn(server) };
  const name = cut(nameIn(server));
  const why = "Read first what it runs and what it is given, for that is too long to stand here.";
  return { text: `${begun(name, secretsServed(served))} ${why}`, isWhole: false, name };
}

/** What is asked once the launch has been read as a document of that title. */
export function questionAfterReading(launch: ShownLaunch, title: string): string {
  return `${begun(cut(nameIn(launch.server)), secretsServed(launch.served))} It runs what "${title}" says.`;
}

function begun(name: string, served: string): string {
  return `Start the MCP server "${name}" with ${served}?`;
}

/** Between quotes, which it cannot end. */
function nameIn(server: string): string {
  return visible(server.replaceAll(/["\\]/g, String.raw`\$&`));
}

function cut(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}…`;
}
