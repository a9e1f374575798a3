import { describe, expect, it } from "vitest";
import { SecretValue } from "../../../../src/core/secretValue";
import { RememberedPassphrase } from "../../../../src/extension/window/rememberedPassphrase";

/** A person who answers each question in turn, and declines when the answers are used up. */
function answering(...answers: readonly string[]) {
  const left = [...answers];
  const attempts: number[] = [];
  const entered = { times: 0 };
  const passphrase = new RememberedPassphrase(
    async (attempt) => {
      attempts.push(attempt);
      const answer = left.shift();
      return answer === undefined ? undefined : new SecretValue(answer);
    },
    () => entered.times++,
  );
  return { passphrase, attempts, entered };
}

describe("the passphrase of a window", () => {
  it("is asked for once, whoever needs it next", async () => {
    const { passphrase, attempts, entered } = answering("made-up");
    expect((await passphrase.askOnce(1))?.reveal()).toBe("made-up");
    expect((await passphrase.ask(1))?.reveal()).toBe("made-up");
    expect((await passphrase.known(1))?.reveal()).toBe("made-up");
    expect({ attempts, ...entered }).toEqual({ attempts: [1], times: 1 });
  });

  it("is asked for once by launches that start together", async () => {
    const { passphrase, attempts } = answering("made-up");
    const all = await Promise.all([passphrase.askOnce(1), passphrase.askOnce(1), passphrase.ask(1)]);
    expect(all.map((one) => one?.reveal())).toEqual(["made-up", "made-up", "made-up"]);
    expect(attempts).toEqual([1]);
  });

  it("is asked for again when it was wrong, and the wrong one is forgotten", async () => {
    const { passphrase, attempts } = answering("made-up-wrong", "made-up-right");
    await passphrase.ask(1);
    expect((await passphrase.ask(2))?.reveal()).toBe("made-up-right");
    expect((await passphrase.ask(1))?.reveal()).toBe("made-up-right");
    expect(attempts).toEqual([1, 2]);
    expect(passphrase.timesEntered).toBe(2);
  });

  it("is not asked for by launches once a person has declined, but by a command", async () => {
    const { passphrase, attempts } = answering();
    expect(await passphrase.askOnce(1)).toBeUndefined();
    expect(await passphrase.askOnce(1)).toBeUndefined();
    expect(attempts).toEqual([1]);
    expect(await passphrase.ask(1)).toBeUndefined();
    expect(attempts).toEqual([1, 1]);
    expect(passphrase.timesEntered).toBe(0);
  });

  it("is never asked for by what is not worth a question", async () => {
    const { passphrase, attempts } = answering("made-up");
    expect(await passphrase.known(1)).toBeUndefined();
    await passphrase.ask(1);
    expect(await passphrase.known(2)).toBeUndefined();
    expect(attempts).toEqual([1]);
  });
});
