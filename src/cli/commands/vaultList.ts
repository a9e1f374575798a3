import { table } from "../../core/text/table";
import type { VaultRecord } from "../../providers/vault/connection/vaultRecords";
import { readVaultRecords } from "../../providers/vaultRecordsFile";
import type { CommandReport } from "../commandReport";
import type { CommandContext } from "../context";
import type { Invocation } from "../invocation";

export async function runVaultList(_invocation: Invocation, context: CommandContext): Promise<CommandReport> {
  const records = [...readVaultRecords(context.directories)].map(([address, record]) => ({
    address,
    ...record,
  }));
  return {
    document: { vaults: records },
    text: (terminal) =>
      records.length === 0
        ? "You are not logged in to any server.\nLog in: secret-router vault login ADDR"
        : table(
            [
              { title: "ADDRESS", cell: ({ address }) => address },
              { title: "METHOD", cell: (record) => methodOf(record) },
              { title: "NAMESPACE", cell: ({ namespace }) => namespace ?? "-" },
              {
                title: "TLS",
                cell: ({ caFile, tlsSkipVerify }) =>
                  tlsSkipVerify === true ? "unchecked" : (caFile ?? "system"),
              },
            ],
            records,
            terminal,
          ),
  };
}

function methodOf({ authMethod, tokenFile }: VaultRecord): string {
  return [authMethod ?? "-", tokenFile].join(" ").trimEnd();
}
