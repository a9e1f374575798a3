/** How far a session has moved from its environment to the vault, in the order of the migration. */
export const modes = ["off", "shadow", "dual", "vault"] as const;
export type Mode = (typeof modes)[number];

/** What keeps one canary decision: a whole process, each read, or every process of the host. */
export const canaryUnits = ["process", "read", "host"] as const;
export type CanaryUnit = (typeof canaryUnits)[number];

/** What a read gets when the vault lacks the secret or cannot be asked: the environment's value, or nothing. */
export const fallbackPolicies = ["env", "fail"] as const;
export type FallbackPolicy = (typeof fallbackPolicies)[number];

export function isMode(value: unknown): value is Mode {
  return (modes as readonly unknown[]).indexOf(value) !== -1;
}

export function isCanaryUnit(value: unknown): value is CanaryUnit {
  return (canaryUnits as readonly unknown[]).indexOf(value) !== -1;
}

export function isFallbackPolicy(value: unknown): value is FallbackPolicy {
  return (fallbackPolicies as readonly unknown[]).indexOf(value) !== -1;
}
