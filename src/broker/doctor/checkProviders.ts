import type { Configuration } from "../../core/configuration";
import type { Providers } from "../../core/provider";
import type { ProviderId } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import { formatSeconds } from "../../core/text/formatTime";
import { type Finding, ok, problem, warning } from "./finding";

const area = "provider";
// A credential that ends within the hour ends within the working day's next step.
const shortTtlSeconds = 3600;

/** The health of every provider that the configuration uses, and how long its credential lives. */
export async function checkProviders(
  configuration: Configuration,
  provider: Providers,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const used = [...configuration.secrets.values()].map((reference) => reference.provider);
  const ids = [...new Set<ProviderId>([configuration.provider, ...used])];
  const findings = await Promise.all(ids.map((id) => checkProvider(id, provider, signal)));
  return findings.flat();
}

async function checkProvider(
  id: ProviderId,
  provider: Providers,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const {
      ok: isOk,
      summary,
      error,
      credentialTtlSeconds,
      warnings,
    } = await (await provider(id)).health(signal);
    const findings: Finding[] = [
      isOk || error === undefined
        ? ok(area, `${id}: ${summary}`)
        : problem(area, `${id}: ${error.message}`, error.nextStep),
    ];
    if (credentialTtlSeconds !== undefined && credentialTtlSeconds < shortTtlSeconds) {
      findings.push(
        warning(
          area,
          `${id}: the credential lives for another ${formatSeconds(credentialTtlSeconds)}.`,
          "Log in again before it ends: secret-router vault login ADDR",
        ),
      );
    } else if (credentialTtlSeconds !== undefined) {
      findings.push(
        ok(area, `${id}: the credential lives for another ${formatSeconds(credentialTtlSeconds)}.`),
      );
    }
    return [
      ...findings,
      ...warnings.map(({ message, nextStep }) => warning(area, `${id}: ${message}`, nextStep)),
    ];
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return [problem(area, `${id}: ${error.message}`, error.nextStep)];
  }
}
