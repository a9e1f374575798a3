import { describe, expect, it } from "vitest";
import type { Outcome, Provider } from "../../../src/core/provider";
import { printReference, type Reference } from "../../../src/core/reference";
import { RouterError } from "../../../src/core/routerError";
import { FollowingProvider } from "../../../src/providers/followingProvider";
import { until } from "../../support/until";

const reference: Reference = { provider: "vault", path: "secret/app", field: "key" };
const signal = new AbortController().signal;

describe("a provider that follows the logins", () => {
  it("is made once while nothing changes", async () => {
    const { open, made } = recorded();
    const provider = await FollowingProvider.open("vault", open, () => "same");
    await Promise.all([ask(provider), ask(provider)]);
    expect(made).toHaveLength(1);
  });

  it("is made anew after a change, and the old one closed when its calls have ended", async () => {
    let endSlowCall = () => {};
    const slowCall = new Promise<void>((resolve) => {
      endSlowCall = resolve;
    });
    const { open, made } = recorded([slowCall]);
    let stamp = "before";
    const provider = await FollowingProvider.open("vault", open, () => stamp);
    const slow = ask(provider);
    await Promise.resolve();
    stamp = "after";
    expect(await ask(provider)).toBe("version 2");
    expect(made.map(({ isClosed }) => isClosed)).toEqual([false, false]);
    endSlowCall();
    expect(await slow).toBe("version 1");
    await until(() => made[0]?.isClosed, { what: "the old one to be closed" });
    expect(made[1]?.isClosed).toBe(false);
  });

  it("gives each reference the error while it cannot be made, and works once it can", async () => {
    const { open } = recorded();
    let [stamp, isLoggedIn] = ["in", true];
    const provider = await FollowingProvider.open(
      "vault",
      async () => {
        if (!isLoggedIn) throw new RouterError("VAULT_NOT_LOGGED_IN", "No login.", "Log in.");
        const made = await open();
        return { ...made, resolve: async () => answers("found") };
      },
      () => stamp,
    );
    [stamp, isLoggedIn] = ["out", false];
    const outcome = (await provider.resolve([reference], signal)).get(printReference(reference));
    expect(outcome?.status === "error" && outcome.error.code).toBe("VAULT_NOT_LOGGED_IN");
    expect((await provider.health(signal)).error?.code).toBe("VAULT_NOT_LOGGED_IN");
    isLoggedIn = true;
    expect((await provider.resolve([reference], signal)).get(printReference(reference))?.status).toBe(
      "missing",
    );
  });

  it("rejects at first when it cannot be made, as the one that it follows would", async () => {
    const failing = () => Promise.reject(new RouterError("VAULT_NOT_APPROVED", "No.", "Log in."));
    await expect(FollowingProvider.open("vault", failing, () => "")).rejects.toMatchObject({
      code: "VAULT_NOT_APPROVED",
    });
  });
});

async function ask(provider: Provider): Promise<string> {
  const outcome = (await provider.resolve([reference], signal)).get(printReference(reference));
  return outcome?.status === "missing" ? outcome.why : String(outcome?.status);
}

function answers(why: string): ReadonlyMap<string, Outcome> {
  return new Map([[printReference(reference), { status: "missing", why }]]);
}

/** @param waits what each provider waits for before it answers, in the order in which they are made. */
function recorded(waits: readonly Promise<void>[] = []) {
  const made: { isClosed: boolean }[] = [];
  const open = async (): Promise<Provider> => {
    const state = { isClosed: false };
    const number = made.push(state);
    return {
      id: "vault",
      resolve: async () => {
        await waits[number - 1];
        return answers(`version ${number}`);
      },
      health: async () => ({ ok: true, summary: "", warnings: [] }),
      close: async () => {
        state.isClosed = true;
      },
    };
  };
  return { open, made };
}
