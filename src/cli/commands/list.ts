import { formatTime } from "../../core/text/formatTime";
import { table } from "../../core/text/table";
import { openLocalStore } from "../../providers/local/localStore";
import { askPassphrase } from "../askSecret";
import { type CommandReport, wrapLines } from "../commandReport";
import type { CommandContext } from "../context";
import type { Invocation } from "../invocation";

export async function runList(_invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const store = openLocalStore({ directories: context.directories, passphrase: askPassphrase });
  const path = store.places.store;
  const isThere = store.stamp() !== undefined;
  const secrets = [...(await store.list())].sort((first, second) => (first.name < second.name ? -1 : 1));
  store.forget();
  return {
    document: {
      store: isThere ? path : null,
      secrets: secrets.map(({ name, version, updatedAt }) => ({
        name,
        version,
        updatedAt: updatedAt === undefined ? undefined : new Date(updatedAt).toISOString(),
      })),
    },
    text: (terminal) => {
      if (secrets.length === 0) {
        const what = isThere ? `The store ${path} is empty.` : "There is no store yet.";
        return wrapLines(
          [
            what,
            "Store a first secret: secret-router set NAME",
            "Or move those of a file: secret-router import .env",
          ],
          terminal,
        );
      }
      return table(
        [
          { title: "NAME", cell: ({ name }) => name },
          { title: "VERSION", cell: ({ version }) => version ?? "", alignRight: true },
          {
            title: "CHANGED",
            cell: ({ updatedAt }) => (updatedAt === undefined ? "" : formatTime(updatedAt)),
          },
        ],
        secrets,
        terminal,
      );
    },
  };
}
