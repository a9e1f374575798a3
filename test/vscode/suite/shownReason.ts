import { dirname } from "node:path";
import { until } from "../../support/until";
import { ownLog } from "../rig/ownLog";

/** Why a launch was not routed, as the log says it once its row is there. */
export function shownReason(launch: string): Promise<string> {
  return until(() => reasonsInLog().get(launch), { what: `the reason why ${launch} is not routed` });
}

function reasonsInLog(): ReadonlyMap<string, string> {
  const log = ownLog(dirname(process.env["SECRET_ROUTER_TEST_RESULTS"] ?? ""));
  const lines = log.matchAll(/A launch is not routed\. launch=("(?:[^"\\]|\\.)*") why=("(?:[^"\\]|\\.)*")/g);
  return new Map([...lines].map(([, launch, why]) => [JSON.parse(launch ?? ""), JSON.parse(why ?? "")]));
}
