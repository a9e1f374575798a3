import { describe, expect, it } from "vitest";
import { whyNoTerminals } from "../../../src/extension/terminals/whyNoTerminals";

const home = "/home/ann";
const data = `${home}/snap/codium/412`;
const confined = { SNAP: "/snap/codium/412", SNAP_NAME: "codium", SNAP_USER_DATA: data, HOME: data };
const inSnap = "/snap/codium/412/usr/share/codium/resources/app";
const installed = "/usr/share/code/resources/app";

describe("an editor's terminals", () => {
  it.each([
    ["an installed editor", { HOME: home }, installed],
    ["one whose variables are empty", { HOME: home, FLATPAK_ID: "", SNAP: "" }, installed],
    ["a classic snap, whose home is the user's", { ...confined, HOME: home }, inSnap],
    ["an installed editor that was started from a confined snap's terminal", confined, installed],
    ["another revision's variables", confined, "/snap/codium/4120/usr/share/codium/resources/app"],
    ["a snap without a home", { SNAP: confined.SNAP }, inSnap],
  ])("are supported in %s", (_packaging, environment, appRoot) => {
    expect(whyNoTerminals(environment, appRoot)).toBeUndefined();
  });

  it.each([
    ["a Flatpak", { HOME: home, FLATPAK_ID: "com.visualstudio.code" }, "/app/extra/vscode/resources/app"],
    ["a confined snap", confined, inSnap],
    [
      "a confined snap with a home that its user sees",
      { ...confined, HOME: `${home}/Snap/codium`, SNAP_USER_HOME: `${home}/Snap/codium` },
      inSnap,
    ],
  ])("are not in %s", (_packaging, environment, appRoot) => {
    expect(whyNoTerminals(environment, appRoot)).toMatch(/^Terminals are not supported in this packaging/);
  });
});
