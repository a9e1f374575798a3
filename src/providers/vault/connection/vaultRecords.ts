import { RouterError } from "../../../core/routerError";
import { normalisedVaultAddress } from "../vaultAddress";
import { asObject, type JsonObject, parseJsonObject } from "../vaultJson";

/** The `authMethod` of an address that the user lets have the token of a file. */
export const tokenFileMethod = "token-file";

/** What the user has settled for one address, in vaults.json of the user's own configuration folder. No secrets. */
export interface VaultRecord {
  readonly approved: boolean;
  readonly caFile?: string;
  readonly namespace?: string;
  /** How the stored credential logs in, for the reports; or `tokenFileMethod`, which needs no stored one. */
  readonly authMethod?: string;
  /** The file of `tokenFileMethod`, where it is not the usual one. */
  readonly tokenFile?: string;
  readonly tlsSkipVerify?: boolean;
  readonly allowPlainHttp?: boolean;
}

/** By normalised address. */
export type VaultRecords = ReadonlyMap<string, VaultRecord>;

/** @throws RouterError CONFIG_NOT_JSON or CONFIG_INVALID, naming the address and the key. */
export function parseVaultRecords(text: string): VaultRecords {
  const file = parseJsonObject(text);
  if (file === undefined) {
    throw new RouterError(
      "CONFIG_NOT_JSON",
      "vaults.json is not a JSON object.",
      "Correct it, or remove it and log in again.",
    );
  }
  return new Map(
    Object.entries(file).map(([address, value]) => {
      const record = asObject(value);
      if (record === undefined) throw invalid(address, "is no object");
      return [normalisedVaultAddress(address), parseRecord(address, record)];
    }),
  );
}

export function printVaultRecords(records: VaultRecords): string {
  const file: Record<string, object> = Object.create(null);
  for (const [address, record] of records) {
    file[address] = Object.fromEntries(
      keys.map(([name, property]) => [name, record[property]]).filter(([, value]) => value !== undefined),
    );
  }
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

const keys = [
  ["approved", "approved", "boolean"],
  ["ca_file", "caFile", "string"],
  ["namespace", "namespace", "string"],
  ["auth", "authMethod", "string"],
  ["token_file", "tokenFile", "string"],
  ["tls_skip_verify", "tlsSkipVerify", "boolean"],
  ["allow_plain_http", "allowPlainHttp", "boolean"],
] as const;

function parseRecord(address: string, record: JsonObject): VaultRecord {
  const parsed: Record<string, unknown> = { approved: false };
  for (const [name, value] of Object.entries(record)) {
    const key = keys.find(([known]) => known === name);
    if (key === undefined) throw invalid(address, `has the unknown key "${name}"`);
    const [, property, type] = key;
    if (typeof value !== type) throw invalid(address, `has a "${name}" that is no ${type}`);
    parsed[property] = value;
  }
  return parsed as unknown as VaultRecord;
}

function invalid(address: string, why: string): RouterError {
  const known = keys.map(([name]) => name).join(", ");
  return new RouterError(
    "CONFIG_INVALID",
    `In vaults.json, the entry "${address}" ${why}.`,
    `Use the keys ${known}, or remove the entry and log in again.`,
  );
}
