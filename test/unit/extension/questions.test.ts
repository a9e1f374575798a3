import { describe, expect, it } from "vitest";
import { Questions } from "../../../src/extension/questions";

/** The editor's one input box: a new question takes the place of the one that stands there, which then has no answer. */
class Box {
  readonly asked: string[] = [];
  #close: (answer: string | undefined) => void = () => undefined;

  readonly ask = (question: string, left: AbortSignal): Promise<string | undefined> => {
    this.#close(undefined);
    this.asked.push(question);
    return new Promise((resolve) => {
      this.#close = resolve;
      left.addEventListener("abort", () => resolve(undefined));
    });
  };

  readonly answer = (text: string | undefined): void => this.#close(text);
}

/** Until everything that waits for nothing else is done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const never = (): AbortSignal => new AbortController().signal;

function asking() {
  const box = new Box();
  const questions = new Questions();
  const take = (question: string, left = never()): Promise<string | undefined> =>
    questions.take(left, (ended) => box.ask(question, ended));
  return { box, questions, take };
}

describe("questions that nobody has asked for", () => {
  it("come one after the other, so that each has the answer that was meant for it", async () => {
    const { box, take } = asking();
    const passphrase = take("passphrase");
    const host = take("host");
    await settled();
    expect(box.asked).toEqual(["passphrase"]);
    box.answer("made-up");
    expect(await passphrase).toBe("made-up");
    await settled();
    expect(box.asked).toEqual(["passphrase", "host"]);
    box.answer("example.test");
    expect(await host).toBe("example.test");
  });

  it("of one server stay together", async () => {
    const { box, questions, take } = asking();
    const both = questions.take(never(), async (left) => [
      await box.ask("one", left),
      await box.ask("two", left),
    ]);
    const other = take("other");
    for (const answer of ["1", "2", "3"]) {
      await settled();
      box.answer(answer);
    }
    expect([await both, await other]).toEqual([["1", "2"], "3"]);
    expect(box.asked).toEqual(["one", "two", "other"]);
  });

  it("wait while a person types a secret that they have asked to type, which waits for nobody", async () => {
    const { box, questions, take } = asking();
    const hidden = take("hidden by it");
    await settled();
    const typed = questions.now(() => box.ask("secret", never()));
    expect(box.asked).toEqual(["hidden by it", "secret"]);
    expect(await hidden).toBeUndefined();
    const next = take("next");
    const failing = questions.now(() => Promise.reject(new Error("made up")));
    await expect(failing).rejects.toThrow("made up");
    await settled();
    expect(box.asked).toEqual(["hidden by it", "secret"]);
    box.answer("made-up");
    expect(await typed).toBe("made-up");
    await settled();
    box.answer("1");
    expect(await next).toBe("1");
  });

  it("go on after one that is given up and one that fails", async () => {
    const { box, questions, take } = asking();
    const declined = take("declined");
    const failing = questions.take(never(), () => Promise.reject(new Error("made up")));
    const last = take("last");
    await settled();
    box.answer(undefined);
    expect(await declined).toBeUndefined();
    await expect(failing).rejects.toThrow("made up");
    await settled();
    box.answer("yes");
    expect(await last).toBe("yes");
  });

  it("are not asked of whoever has left while they waited, who is not kept waiting", async () => {
    const { box, take } = asking();
    const left = new AbortController();
    const open = take("open");
    const waiting = take("waiting", left.signal);
    const last = take("last");
    left.abort();
    expect(await waiting).toBeUndefined();
    await settled();
    box.answer("1");
    await settled();
    box.answer("2");
    expect([await open, await last]).toEqual(["1", "2"]);
    expect(box.asked).toEqual(["open", "last"]);
  });

  it("are taken away when whoever asked leaves, and the next one comes", async () => {
    const { box, take } = asking();
    const left = new AbortController();
    const open = take("open", left.signal);
    const next = take("next");
    await settled();
    left.abort();
    expect(await open).toBeUndefined();
    await settled();
    box.answer("2");
    expect(await next).toBe("2");
  });

  it("all end with the window, and none begins after it", async () => {
    const { box, questions, take } = asking();
    const [open, waiting] = [take("open"), take("waiting")];
    await settled();
    questions.dispose();
    expect([await open, await waiting, await take("late")]).toEqual([undefined, undefined, undefined]);
    expect(box.asked).toEqual(["open"]);
  });
});
