import { requestRefresh } from "../broker/requestRefresh";
import { liveSessions } from "../broker/sessionRegistry";
import type { Reference } from "../core/reference";
import type { CommandContext } from "./context";
import { withAudit } from "./recordAudit";
import { countSessions } from "./sessionWords";

/**
 * Has running sessions read a name again that was changed in a vault, and gives what to say of it. A vault tells nobody
 * of a change, so they would serve the old value until `cache_ttl` has passed; the embedded store is watched anyway.
 */
export async function tellSessions(
  context: CommandContext,
  name: string,
  { provider }: Reference,
): Promise<readonly string[]> {
  const { directories } = context;
  if (provider === "local" || liveSessions(directories).length === 0) return [];
  const results = await withAudit(context, (audit) => requestRefresh({ directories, audit, names: [name] }));
  const count = results.filter(({ result }) => result !== undefined && result.changed > 0).length;
  return count === 0 ? [] : [`${countSessions(count)} took the change over.`];
}
