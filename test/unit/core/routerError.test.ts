import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { errorCodes, RouterError } from "../../../src/core/routerError";

const error = new RouterError("VAULT_SEALED", "The vault is sealed.", "Unseal it.");

describe("RouterError", () => {
  it("is an error with a code and a next step", () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "RouterError", code: "VAULT_SEALED", nextStep: "Unseal it." });
    expect(String(error)).toBe("RouterError: The vault is sealed.");
  });

  it("is written to JSON without stack or brand", () => {
    expect(JSON.parse(JSON.stringify(error))).toStrictEqual({
      code: "VAULT_SEALED",
      message: "The vault is sealed.",
      nextStep: "Unseal it.",
    });
    expect(Object.keys(error).sort()).toEqual(["code", "name", "nextStep"]);
    expect(inspect(error)).not.toContain("brand");
  });

  it("is known by its brand across copies of its class, as lazy chunks have them", async () => {
    vi.resetModules();
    const copy = await import("../../../src/core/routerError");
    expect(copy.RouterError).not.toBe(RouterError);
    const foreign = new copy.RouterError("BUSY", "It is busy.", "Wait.");
    expect(foreign).not.toBeInstanceOf(RouterError);
    expect(RouterError.is(foreign)).toBe(true);
    expect(RouterError.is(foreign, "BUSY")).toBe(true);
    expect(RouterError.is(foreign, "IO")).toBe(false);
  });

  it.each([
    undefined,
    null,
    0,
    "VAULT_SEALED",
    {},
    new Error("VAULT_SEALED"),
    { ...error },
    error.toJSON(),
    () => {},
  ])("does not take %s for one", (value) => {
    expect(RouterError.is(value)).toBe(false);
  });

  it("has each code once, in capitals", () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
    expect(errorCodes.filter((code) => !/^[A-Z]+(_[A-Z]+)*$/.test(code))).toEqual([]);
  });
});
