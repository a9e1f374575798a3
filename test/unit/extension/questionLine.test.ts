import { describe, expect, it } from "vitest";
import { type Ask, QuestionLine } from "../../../src/extension/mcp/questionLine";
import { until } from "../../support/until";

const stays = new AbortController().signal;
const question =
  (message: string) =>
  (ask: Ask): Promise<"Yes" | undefined> =>
    ask(message, "Yes");

describe("questions in a line", () => {
  it("are asked one after the other, each when the one before is answered or closed", async () => {
    const { line, shown, answer } = openLine();
    const turns = ["one", "two", "three"].map((message) => line.take(stays, question(message)));
    await until(() => shown.length > 0, { what: "the first question" });
    await settled();
    expect(shown).toEqual(["one"]);
    answer("Yes");
    expect(await turns[0]).toBe("Yes");
    await until(() => shown.length > 1, { what: "the second question" });
    await settled();
    expect(shown).toEqual(["one", "two"]);
    answer(undefined);
    expect(await turns[1]).toBe(undefined);
    await until(() => shown.length > 2, { what: "the third question" });
    answer("Yes");
    expect(await turns[2]).toBe("Yes");
  });

  it("of one turn follow each other before anybody else's", async () => {
    const { line, shown, answer } = openLine();
    void line.take(stays, async (ask) => {
      await ask("first", "Yes");
      await ask("second", "Yes");
    });
    void line.take(stays, question("other"));
    for (const message of ["first", "second", "other"]) {
      await until(() => shown.at(-1) === message, { what: message });
      answer("Yes");
    }
    expect(shown).toEqual(["first", "second", "other"]);
  });

  it("let a start that is called off go while it waits, and are never asked for it", async () => {
    const { line, shown, answer } = openLine();
    const start = new AbortController();
    void line.take(stays, question("one"));
    const waiting = line.take(start.signal, question("two"));
    const next = line.take(stays, question("three"));
    await until(() => shown.length > 0, { what: "the first question" });
    start.abort();
    expect(await waiting).toBe(undefined);
    // Whoever waits behind it waits for the first one all the same.
    await settled();
    expect(shown).toEqual(["one"]);
    answer("Yes");
    await until(() => shown.length > 1, { what: "the next question" });
    answer("Yes");
    expect(await next).toBe("Yes");
    expect(shown).toEqual(["one", "three"]);
  });

  it("let a start go that is called off while its question stands, and the next one is asked", async () => {
    const { line, shown, answer } = openLine();
    const start = new AbortController();
    const first = line.take(start.signal, async (ask) => [
      await ask("one", "Yes"),
      await ask("one more", "Yes"),
    ]);
    const next = line.take(stays, question("two"));
    await until(() => shown.length > 0, { what: "the first question" });
    start.abort();
    expect(await first).toBe(undefined);
    await until(() => shown.length > 1, { what: "the next question" });
    // It is on the screen still, and nobody waits for it.
    answer("Yes", "one");
    answer("Yes");
    expect(await next).toBe("Yes");
    expect(shown).toEqual(["one", "two"]);
  });

  it("go on when a start is called off while it waits for something else", async () => {
    const { line, shown, answer } = openLine();
    const start = new AbortController();
    const first = line.take(start.signal, () => new Promise<never>(() => undefined));
    const next = line.take(stays, question("two"));
    start.abort();
    expect(await first).toBe(undefined);
    await until(() => shown.length > 0, { what: "the next question" });
    answer("Yes");
    expect(await next).toBe("Yes");
  });

  it("go on after one that failed", async () => {
    const { line, shown, answer } = openLine();
    const failing = line.take(stays, () => Promise.reject(new Error("made up")));
    const next = line.take(stays, question("two"));
    await expect(failing).rejects.toThrow("made up");
    await until(() => shown.length > 0, { what: "the next question" });
    answer("Yes");
    expect(await next).toBe("Yes");
  });

  it.each([
    [11_999, ["one"]],
    [12_000, ["one", "one"]],
  ])("come up again for the next start once the editor has put them away: %i ms", async (ms, all) => {
    const { line, shown, answer, pass } = openLine();
    const first = line.take(stays, question("one"));
    await until(() => shown.length > 0, { what: "the first question" });
    pass(ms);
    const next = line.take(stays, question("two"));
    await settled();
    expect(shown).toEqual(all);
    answer("Yes");
    expect(await first).toBe("Yes");
    await until(() => shown.at(-1) === "two", { what: "the next question" });
    answer("Yes");
    expect(await next).toBe("Yes");
  });

  it("take no answer from the editor's closing what has come up again", async () => {
    const { line, shown, answer, pass } = openLine();
    const first = line.take(stays, question("one"));
    await until(() => shown.length > 0, { what: "the first question" });
    pass(12_000);
    void line.take(stays, question("two"));
    await until(() => shown.length > 1, { what: "the first question, again" });
    answer(undefined, "one");
    await settled();
    expect(shown).toEqual(["one", "one"]);
    answer("Yes");
    expect(await first).toBe("Yes");
  });
});

/** With a person who answers the last question, or the earliest one that says this. */
function openLine() {
  const shown: string[] = [];
  const open: { readonly message: string; readonly resolve: (choice: string | undefined) => void }[] = [];
  let nowMs = 0;
  const line = new QuestionLine(
    (message) =>
      new Promise((resolve) => {
        shown.push(message);
        open.push({ message, resolve });
      }),
    () => nowMs,
  );
  const answer = (choice: string | undefined, named?: string): void => {
    const found = named === undefined ? open.at(-1) : open.find(({ message }) => message === named);
    found?.resolve(choice);
  };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { line, shown, answer, pass };
}

/** Everything that can happen without another event has happened then. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
