import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every line that the extension has logged in an editor whose data lie below a folder. */
export function ownLog(directory: string): string {
  const logs = join(directory, "data", "data", "logs");
  if (!existsSync(logs)) return "";
  return readdirSync(logs, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("Secret Router.log"))
    .map((file) => readFileSync(join(logs, file), "utf8"))
    .join("\n");
}
