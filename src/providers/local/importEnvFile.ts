import type { NameRules } from "../../contract/secretNames";
import { parseEnvFile } from "../../core/envFile";
import type { Outcome, Provider } from "../../core/provider";
import { printReference, type Reference } from "../../core/reference";
import { RouterError } from "../../core/routerError";
import { type ImportCandidate, importCandidates } from "./importCandidates";
import type { ImportPlan, ImportReport, LeftEntry, MovedSecret } from "./importReport";
import type { LocalStore } from "./localStore";
import { takeOutOfFile } from "./takeOutOfFile";
import { readUserFile, textOf, userFilePath } from "./userFile";

export interface ImportPlanRequest {
  readonly path: string;
  readonly rules: NameRules;
  /** Where the secrets go. */
  readonly provider: Provider;
  readonly referenceFor: (name: string) => Reference;
  /** Overwrites what the provider holds under another value. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
}

export interface ImportRequest extends ImportPlanRequest {
  /** Where the original of a rewritten file is sealed. */
  readonly originals: LocalStore;
  /** Takes what was moved out of the file. */
  readonly delete: boolean;
}

/**
 * Moves the secrets of a `.env` file into a provider. Nothing is taken out of the file before every value was read back
 * from the provider and the whole original from the store; what fails midway leaves the file as it was.
 * @throws RouterError ENV_FILE_INVALID, IMPORT_CHANGED, IO, and the provider's own.
 */
export async function importEnvFile(request: ImportRequest): Promise<ImportReport> {
  const { path, file, candidates, moved, left, invalidLines } = await planned(request);
  await storeAll(request, candidates, moved);
  const names = moved.map(({ name }) => name);
  const isRewritten = request.delete && names.length > 0;
  if (isRewritten) await takeOutOfFile(request.originals, path, file, names);
  return { path, moved, left, invalidLines, isRewritten };
}

/**
 * What an import would do now, without doing it.
 * @throws RouterError as the import itself.
 */
export async function planImport(request: ImportPlanRequest): Promise<ImportPlan> {
  const { path, moved, left, invalidLines } = await planned(request);
  return { path, moved, left, invalidLines };
}

async function planned(request: ImportPlanRequest) {
  const path = userFilePath(request.path);
  const file = readUserFile(path);
  if (file === undefined) {
    throw new RouterError("IO", `There is no file ${path}.`, "Check its name and folder.");
  }
  const { entries, invalidLines } = parseEnvFile(textOf(file.content, path));
  const { candidates, left } = importCandidates(entries, request.rules);
  const held = await resolveAll(request, candidates);
  const moved: MovedSecret[] = [];
  const blocked: LeftEntry[] = [];
  for (const candidate of candidates) {
    const { name, lines } = candidate;
    const how = howToMove(candidate, held(name), request.replace);
    if (how === undefined) blocked.push({ name, lines, why: "stored_with_another_value" });
    else moved.push({ name, lines, reference: printReference(request.referenceFor(name)), how });
  }
  return { path, file, candidates, moved, left: [...left, ...blocked], invalidLines };
}

function howToMove(
  candidate: ImportCandidate,
  outcome: Outcome,
  mayReplace: boolean,
): MovedSecret["how"] | undefined {
  if (outcome.status === "error") throw outcome.error;
  if (outcome.status === "missing") return "added";
  if (outcome.value.reveal() === candidate.value.reveal()) return "same";
  return mayReplace ? "replaced" : undefined;
}

async function storeAll(
  request: ImportRequest,
  candidates: readonly ImportCandidate[],
  moved: readonly MovedSecret[],
): Promise<void> {
  const { provider, referenceFor, signal } = request;
  const how = new Map(moved.map((secret) => [secret.name, secret.how]));
  const moving = candidates.filter(({ name }) => how.has(name));
  for (const { name, value } of moving) {
    if (how.get(name) === "same") continue;
    if (provider.store === undefined) throw readOnly(provider);
    await provider.store(referenceFor(name), value, signal);
  }
  const stored = await resolveAll(request, moving);
  for (const { name, value } of moving) {
    const outcome = stored(name);
    if (outcome.status === "error") throw outcome.error;
    if (outcome.status === "found" && outcome.value.reveal() === value.reveal()) continue;
    throw new RouterError(
      "SECRET_MISSING",
      `${name} was stored, but could not be read back as it was; the file is left as it was.`,
      "Check the provider with secret-router doctor and import again.",
    );
  }
}

async function resolveAll(
  { provider, referenceFor, signal }: ImportPlanRequest,
  candidates: readonly ImportCandidate[],
): Promise<(name: string) => Outcome> {
  const references = candidates.map(({ name }) => referenceFor(name));
  const outcomes = references.length === 0 ? new Map() : await provider.resolve(references, signal);
  return (name) =>
    outcomes.get(printReference(referenceFor(name))) ?? { status: "missing", why: "the provider is silent" };
}

function readOnly(provider: Provider): RouterError {
  return new RouterError(
    "PROVIDER_READ_ONLY",
    `The provider ${provider.id} stores nothing through Secret Router.`,
    "Import into another provider, or store the secrets with the provider's own program.",
  );
}
