/** What a program can observe to differ from the native environment; docs/fidelity.md gives the same list to users. */
export interface KnownDifference {
  /** Its name in test/fixtures/preload/operations.cjs. */
  readonly operation: string;
  /** First and last major version of Node that shows it. */
  readonly since: number;
  readonly until: number;
  readonly reason: string;
}

const oldest = 14;
const newest = Number.POSITIVE_INFINITY;

export const knownDifferences: readonly KnownDifference[] = [
  {
    operation: "inspect routed value",
    since: oldest,
    until: newest,
    reason: "Wanted: console.log(process.env) shows the names of secrets and not their values.",
  },
  {
    operation: "inspect without custom",
    since: oldest,
    until: newest,
    reason:
      "The masked view is a custom inspection; without it Node shows the Proxy's target, which is empty.",
  },
  {
    operation: "isProxy",
    since: oldest,
    until: newest,
    reason: "It is a Proxy: Node 18 and later refuse accessors on the native environment.",
  },
  {
    operation: "structuredClone",
    since: 17,
    until: newest,
    reason: "The structured clone algorithm refuses every Proxy; { ...process.env } can be cloned.",
  },
  {
    operation: "v8.serialize",
    since: oldest,
    until: newest,
    reason: "Throws on both; the message names another kind of object.",
  },
  {
    operation: "freeze",
    since: oldest,
    until: newest,
    reason:
      "Throws the same TypeError; the message says 'prevent extensions', which a Proxy is asked for first.",
  },
  {
    operation: "seal",
    since: oldest,
    until: newest,
    reason: "As with freeze.",
  },
  {
    operation: "defineProperty not configurable",
    since: oldest,
    until: 16,
    reason: "Old versions accept and ignore it; a Proxy may not, so it throws as on Node 18 and later.",
  },
  {
    operation: "exit listeners",
    since: oldest,
    until: newest,
    reason: "After the first routed read one exit listener writes the last report.",
  },
  {
    operation: "max listeners",
    since: oldest,
    until: newest,
    reason: "Goes up by one with that listener, so that no warning of a leak comes earlier than without it.",
  },
];
