import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { until } from "../../support/until";

/** Why a launch was not routed, as the session shows it and the log keeps it. */
export function shownReason(launch: string): Promise<string> {
  return until(() => reasonsInLog().get(launch), { what: `the reason why ${launch} is not routed` });
}

/** Every line that the extension has logged in this run of the editor. */
export function ownLog(): string {
  const logs = join(dirname(process.env["SECRET_ROUTER_TEST_RESULTS"] ?? ""), "data", "data", "logs");
  if (!existsSync(logs)) return "";
  return readdirSync(logs, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("Secret Router.log"))
    .map((file) => readFileSync(join(logs, file), "utf8"))
    .join("\n");
}

function reasonsInLog(): ReadonlyMap<string, string> {
  const lines = ownLog().matchAll(
    /A launch is not routed\. launch=("(?:[^"\\]|\\.)*") why=("(?:[^"\\]|\\.)*")/g,
  );
  return new Map([...lines].map(([, launch, why]) => [JSON.parse(launch ?? ""), JSON.parse(why ?? "")]));
}
