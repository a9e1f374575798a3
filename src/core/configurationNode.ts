/** A value of the configuration file with its place: what `jsonc-parser` gives, as far as it is used. */
export interface ConfigurationNode {
  readonly type: "object" | "array" | "property" | "string" | "number" | "boolean" | "null";
  readonly offset: number;
  /** Of a scalar. */
  readonly value?: unknown;
  /** An object's properties, an array's items, a property's key and value. */
  readonly children?: readonly ConfigurationNode[] | undefined;
}
