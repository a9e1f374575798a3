import { type Handle, parseHandle } from "../contract/handle";
import type { NameRules } from "../contract/secretNames";
import { handleVariable, offSwitchVariable } from "../contract/variables";
import { getOwnPropertyDescriptor } from "./builtins";
import { isOwnCommandLine } from "./ownCommandLine";
import { readRules } from "./readRules";

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly versions: { readonly node?: string };
  /** Filled by the check that parses it. */
  handle: Handle | undefined;
  /** Filled by the check that finds them. */
  rules: NameRules | undefined;
}

export interface Check {
  readonly name: string;
  passes(surroundings: Surroundings): boolean;
}

const minNodeMajor = 14;
// A registered symbol, so that a second copy of this file in another folder sees it; on `process` and not on
// `globalThis`, and a primitive, because test frameworks walk and delete what they find on the global object.
const installedFlag = Symbol.for("secret-router.preloaded");

export const checks: readonly Check[] = [
  { name: "switched on", passes: ({ env }) => env[offSwitchVariable] !== "0" },
  {
    name: "in a session",
    passes: (surroundings) => {
      surroundings.handle = parseHandle(surroundings.env[handleVariable]);
      return surroundings.handle !== undefined;
    },
  },
  {
    name: "supported Node",
    passes: ({ versions }) => parseInt(versions.node ?? "0", 10) >= minNodeMajor,
  },
  { name: "not our own command line", passes: () => !isOwnCommandLine(process.argv[1]) },
  {
    name: "has name rules",
    passes: (surroundings) => {
      const { handle, env } = surroundings;
      if (handle !== undefined) surroundings.rules = handle.rules ?? readRules(handle.directory, env);
      return surroundings.rules !== undefined;
    },
  },
  {
    name: "first copy",
    passes: () => {
      if (getOwnPropertyDescriptor(process, installedFlag) !== undefined) return false;
      Object.defineProperty(process, installedFlag, { value: true });
      return true;
    },
  },
];
