import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome, Provider } from "../../src/core/provider";
import { printReference, type Reference } from "../../src/core/reference";
import { SecretValue } from "../../src/core/secretValue";
import { encodedForms, everyPrintedForm } from "./everyPrintedForm";

/** One provider with a place in which the suite may write: names are variable names, unique within a run. */
export interface ContractSubject {
  readonly provider: Provider;
  /** A second provider on the same place, as another process would have it. */
  readonly other: Provider;
  reference(name: string): Reference;
  /** Ends what `makeSubject` started; both providers are closed by then. */
  dispose(): Promise<void>;
}

const never = new AbortController().signal;

const oddValues: Readonly<Record<string, string>> = {
  "an empty string": "",
  "one space": " ",
  "leading and trailing space": "  padded value\t ",
  "several lines": "-----BEGIN MADE UP-----\nline two\r\nline three\n\n-----END MADE UP-----\n",
  "letters beyond ASCII": "pässwörd-密码-пароль",
  "emoji and joined emoji": "🔑👩‍👩‍👧‍👦🏳️‍🌈",
  "the text of a JSON object": '{"password":"inner","n":1}',
  "a prototype key": "__proto__",
  "quotes, dollars and backslashes": `a"b'c\`d$e\${f}\\g%h`,
  "64 KiB": "0123456789abcdef".repeat(4096),
};

/** What every provider that can store promises, whatever it stores in. */
export function describeProviderContract(name: string, makeSubject: () => Promise<ContractSubject>): void {
  describe(`provider contract: ${name}`, () => {
    let subject: ContractSubject;

    beforeAll(async () => {
      subject = await makeSubject();
    });

    afterAll(async () => {
      await subject.provider.close();
      await subject.other.close();
      await subject.dispose();
    });

    it("answers every reference it is asked for, found and missing mixed", async () => {
      await store("CONTRACT_MIXED_A", "made-up-mixed-a");
      await store("CONTRACT_MIXED_B", "made-up-mixed-b");
      const references = ["CONTRACT_MIXED_A", "CONTRACT_ABSENT", "CONTRACT_MIXED_B"].map(subject.reference);
      const outcomes = await subject.provider.resolve(references, never);
      expect([...outcomes.keys()]).toEqual(references.map(printReference));
      expect(revealed(at(outcomes, references[0]))).toBe("made-up-mixed-a");
      expect(at(outcomes, references[1]).status).toBe("missing");
      expect(revealed(at(outcomes, references[2]))).toBe("made-up-mixed-b");
    });

    it("answers no references by an empty map", async () => {
      expect((await subject.provider.resolve([], never)).size).toBe(0);
    });

    it("answers a reference that is asked for twice", async () => {
      await store("CONTRACT_TWICE", "made-up-twice");
      const reference = subject.reference("CONTRACT_TWICE");
      const outcomes = await subject.provider.resolve([reference, { ...reference }], never);
      expect(outcomes.size).toBe(1);
      expect(revealed(at(outcomes, reference))).toBe("made-up-twice");
    });

    it("says why a secret is missing", async () => {
      const outcome = await read("CONTRACT_NEVER_STORED");
      expect(outcome).toMatchObject({ status: "missing", why: expect.stringMatching(/\w/) });
    });

    it("gives back what was stored, replaced and removed", async () => {
      await store("CONTRACT_ROUND", "made-up-first");
      const first = await read("CONTRACT_ROUND");
      await store("CONTRACT_ROUND", "made-up-second");
      const second = await read("CONTRACT_ROUND");
      expect([revealed(first), revealed(second)]).toEqual(["made-up-first", "made-up-second"]);
      expect(await remove("CONTRACT_ROUND")).toBe(true);
      expect((await read("CONTRACT_ROUND")).status).toBe("missing");
      expect(await remove("CONTRACT_ROUND")).toBe(false);
      await store("CONTRACT_ROUND", "made-up-third");
      expect(revealed(await read("CONTRACT_ROUND"))).toBe("made-up-third");
    });

    it("changes the version, where it has one, with the value", async () => {
      const { version: stored } = await store("CONTRACT_VERSION", "made-up-v1");
      const first = await read("CONTRACT_VERSION");
      await store("CONTRACT_VERSION", "made-up-v2");
      const second = await read("CONTRACT_VERSION");
      if (first.status !== "found" || second.status !== "found") throw new Error("Stored, yet not found.");
      if (stored === undefined) return;
      expect(first.version).toBe(stored);
      expect(second.version).not.toBe(stored);
    });

    it("keeps its neighbours when one secret is stored or removed", async () => {
      await store("CONTRACT_NEIGHBOUR_A", "made-up-neighbour-a");
      await store("CONTRACT_NEIGHBOUR_B", "made-up-neighbour-b");
      await store("CONTRACT_NEIGHBOUR_A", "made-up-neighbour-c");
      await remove("CONTRACT_NEIGHBOUR_A");
      expect(revealed(await read("CONTRACT_NEIGHBOUR_B"))).toBe("made-up-neighbour-b");
    });

    it.each(Object.entries(oddValues))("gives back %s unchanged", async (_what, value) => {
      await store("CONTRACT_ODD", value);
      expect(revealed(await read("CONTRACT_ODD"))).toBe(value);
    });

    it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
      "treats the name %s as any other",
      async (odd) => {
        await remove(odd);
        expect((await read(odd)).status).toBe("missing");
        await store(odd, `made-up-${odd}`);
        expect(revealed(await read(odd))).toBe(`made-up-${odd}`);
        expect(await remove(odd)).toBe(true);
        expect((await read(odd)).status).toBe("missing");
        expect(Object.keys(Object.prototype)).toEqual([]);
      },
    );

    it("shows another process what it stored", async () => {
      await store("CONTRACT_SHARED", "made-up-shared");
      const reference = subject.reference("CONTRACT_SHARED");
      expect(revealed(at(await subject.other.resolve([reference], never), reference))).toBe("made-up-shared");
    });

    it("loses no secret when two processes store at once", async () => {
      const names = Array.from({ length: 12 }, (_, index) => `CONTRACT_RACE_${index}`);
      await Promise.all(
        names.map((race, index) => storeBy(index % 2 === 0 ? subject.provider : subject.other, race, race)),
      );
      const outcomes = await subject.provider.resolve(names.map(subject.reference), never);
      for (const race of names) expect(revealed(at(outcomes, subject.reference(race)))).toBe(race);
    });

    it("answers many concurrent calls alike", async () => {
      await store("CONTRACT_MANY", "made-up-many");
      const reference = subject.reference("CONTRACT_MANY");
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => subject.provider.resolve([reference], never)),
      );
      for (const answer of answers) expect(revealed(at(answer, reference))).toBe("made-up-many");
    });

    it("ends at once, with an outcome for every reference, when the caller has given up", async () => {
      const references = ["CONTRACT_GIVEN_UP_A", "CONTRACT_GIVEN_UP_B"].map(subject.reference);
      const startedAt = performance.now();
      const outcomes = await subject.provider.resolve(references, AbortSignal.abort());
      expect(performance.now() - startedAt).toBeLessThan(1000);
      expect([...outcomes.keys()].sort()).toEqual(references.map(printReference).sort());
    });

    it("ends soon when the caller gives up midway", async () => {
      const giveUp = new AbortController();
      const references = Array.from({ length: 50 }, (_, index) => subject.reference(`CONTRACT_MID_${index}`));
      const pending = subject.provider.resolve(references, giveUp.signal);
      giveUp.abort();
      const startedAt = performance.now();
      expect((await pending).size).toBe(references.length);
      expect(performance.now() - startedAt).toBeLessThan(1000);
    });

    it("is healthy and says where it is", async () => {
      const health = await subject.provider.health(never);
      expect(health).toMatchObject({ ok: true, summary: expect.stringMatching(/\w.*\.$/) });
      expect(health.error).toBeUndefined();
    });

    it("shows no value in anything it hands out", async () => {
      const value = "made-up-Leak/Check+9f3a";
      await store("CONTRACT_LEAK", value);
      const outcomes = await subject.provider.resolve([subject.reference("CONTRACT_LEAK")], never);
      const printed = [outcomes, subject.provider, await subject.provider.health(never)]
        .map(everyPrintedForm)
        .join("\n");
      for (const form of encodedForms(value)) expect(printed).not.toContain(form);
    });

    it("closes twice without complaint", async () => {
      const fresh = await makeSubject();
      await fresh.provider.close();
      await fresh.provider.close();
      await fresh.other.close();
      await fresh.dispose();
    });

    function store(secretName: string, value: string): Promise<{ version?: string }> {
      return storeBy(subject.provider, secretName, value);
    }

    async function storeBy(provider: Provider, secretName: string, value: string) {
      if (provider.store === undefined) throw new Error("This provider stores nothing.");
      return provider.store(subject.reference(secretName), new SecretValue(value), never);
    }

    async function remove(secretName: string): Promise<boolean> {
      if (subject.provider.remove === undefined) throw new Error("This provider removes nothing.");
      return subject.provider.remove(subject.reference(secretName), never);
    }

    async function read(secretName: string): Promise<Outcome> {
      const reference = subject.reference(secretName);
      return at(await subject.provider.resolve([reference], never), reference);
    }
  });
}

function at(outcomes: ReadonlyMap<string, Outcome>, reference: Reference | undefined): Outcome {
  const outcome = reference && outcomes.get(printReference(reference));
  if (outcome === undefined) throw new Error("A reference has no outcome.");
  return outcome;
}

function revealed(outcome: Outcome): string {
  if (outcome.status === "found") return outcome.value.reveal();
  throw new Error(
    `Not found but ${outcome.status}: ${outcome.status === "error" ? outcome.error.message : outcome.why}`,
  );
}
