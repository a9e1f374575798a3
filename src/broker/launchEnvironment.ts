import type { NameRules } from "../contract/secretNames";
import { handleVariable } from "../contract/variables";
import type { Broker } from "./broker";
import { injectedValues } from "./injectedValues";
import { sealInherited } from "./sealInherited";
import type { Session } from "./sessionDirectory";

// A program that is not Node starts with what is known by then.
const launchDeadlineMs = 300;

/**
 * What a program that is not Node must find in its environment, known within the launch deadline, and the handle that
 * belongs to it.
 * @param environment what it would find there without us.
 */
export async function launchEnvironment(
  broker: Broker,
  session: Session,
  rules: NameRules,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string>>> {
  const values = injectedValues(await broker.ready(launchDeadlineMs), session.id);
  broker.setInjected(Object.keys(values));
  const inherited = sealInherited(values, environment, session.key());
  return { ...values, [handleVariable]: session.handle(rules, inherited) };
}
