import { describe, expect, it } from "vitest";
import { isOnForUser } from "../../../src/extension/isOnForUser";

describe("isOnForUser", () => {
  it.each([
    [{ defaultValue: true }, true],
    [{ defaultValue: false }, false],
    [{ defaultValue: true, globalValue: false }, false],
    [{ defaultValue: false, globalValue: true }, true],
    // A repository takes it back ...
    [{ defaultValue: true, workspaceValue: false }, false],
    [{ defaultValue: true, workspaceFolderValue: false }, false],
    [{ defaultValue: true, workspaceValue: true, workspaceFolderValue: false }, false],
    [{ defaultValue: true, workspaceValue: false, workspaceFolderValue: true }, false],
    // ... and never gives it.
    [{ defaultValue: true, globalValue: false, workspaceValue: true }, false],
    [{ defaultValue: true, globalValue: false, workspaceFolderValue: true }, false],
    [{ defaultValue: false, workspaceValue: true, workspaceFolderValue: true }, false],
    [{ defaultValue: true, globalValue: true, workspaceValue: true, workspaceFolderValue: true }, true],
    // Whoever writes what is no word for it does not mean "on".
    [{ defaultValue: true, workspaceValue: "off" }, false],
    [{ defaultValue: true, globalValue: "on" }, false],
    [undefined, false],
  ])("of %j is %s", (places, expected) => {
    expect(isOnForUser(places)).toBe(expected);
  });
});
