import { createHmac } from "node:crypto";
import { type Inherited, inheritedMarkLength, inheritedMarkText } from "../contract/handle";

/** For a Node program that is started by one that is not: what its environment would hold without what was injected. */
export function inheritedValues(
  injected: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
  key: Buffer,
): readonly Inherited[] {
  return Object.entries(injected).map(([name, value]) => {
    const hmac = createHmac("sha256", key).update(inheritedMarkText(name, value));
    return {
      name,
      mark: hmac.digest("hex").slice(0, inheritedMarkLength),
      original: environment[name] ?? null,
    };
  });
}
