import { randomBytes } from "node:crypto";

/** What the demo's MCP server reads, with the word by which its tool knows each. */
export const demoSecrets = [
  { name: "HUGGINGFACE_API_KEY", service: "huggingface", prefix: "hf_demo_" },
  { name: "ANTHROPIC_API_KEY", service: "anthropic", prefix: "sk-ant-demo-" },
  { name: "OPENAI_API_KEY", service: "openai", prefix: "sk-demo-" },
  { name: "DATABASE_URL", service: "database", prefix: "postgres://demo:" },
] as const;

export type DemoSecret = (typeof demoSecrets)[number];
export type DemoName = DemoSecret["name"];

/** The secret whose copy in the environment is out of date from the start. */
export const staleName: DemoName = "DATABASE_URL";
/** The secret that is rotated while the server runs. */
export const rotatedName: DemoName = "OPENAI_API_KEY";

/** Unique, so that finding one in a file can only be a leak. */
export function madeUpValue(secret: DemoSecret): string {
  return secret.prefix + randomBytes(18).toString("base64url");
}

/** What environment and vault hold at the moment. Every value that ever was stays known, for the search for leaks. */
export class DemoValues {
  readonly #environment = new Map<DemoName, string>();
  readonly #vault = new Map<DemoName, string>();
  readonly #all = new Set<string>();

  /** The environment starts as a copy of the vault, but for the stale name. */
  constructor() {
    for (const secret of demoSecrets) {
      const value = this.renew(secret);
      this.#environment.set(
        secret.name,
        secret.name === staleName ? this.#remember(madeUpValue(secret)) : value,
      );
    }
  }

  /** Gives the vault's side a new value. */
  renew(secret: DemoSecret): string {
    const value = this.#remember(madeUpValue(secret));
    this.#vault.set(secret.name, value);
    return value;
  }

  vaultValue(name: DemoName): string {
    return this.#vault.get(name) ?? "";
  }

  environmentValue(name: DemoName): string {
    return this.#environment.get(name) ?? "";
  }

  environment(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#environment);
  }

  all(): readonly string[] {
    return [...this.#all];
  }

  #remember(value: string): string {
    this.#all.add(value);
    return value;
  }
}
