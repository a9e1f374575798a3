import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoriesOf } from "../../../src/platform/directories";

describe("directoriesOf", () => {
  it("puts everything below SECRET_ROUTER_HOME", () => {
    expect(directoriesOf({ SECRET_ROUTER_HOME: "/elsewhere" })).toEqual({
      config: join("/elsewhere", "config"),
      data: join("/elsewhere", "data"),
      state: join("/elsewhere", "state"),
      run: join("/elsewhere", "run"),
    });
  });

  it("counts an empty SECRET_ROUTER_HOME for none", () => {
    expect(directoriesOf({ SECRET_ROUTER_HOME: "" })).toEqual(directoriesOf({}));
  });

  it("refuses a SECRET_ROUTER_HOME that depends on the current folder", () => {
    for (const moved of ["home", "./home", "../home", "~/home"])
      expect(() => directoriesOf({ SECRET_ROUTER_HOME: moved })).toThrow("not an absolute path");
  });

  it("takes the user's own home where HOME is empty or relative", () => {
    const before = process.env["HOME"];
    try {
      for (const home of ["", "home"]) {
        process.env["HOME"] = home;
        expect(directoriesOf({}).config.startsWith(userInfo().homedir)).toBe(true);
      }
    } finally {
      if (before === undefined) delete process.env["HOME"];
      else process.env["HOME"] = before;
    }
  });

  it("finds the same from a client that passes only HOME as from a full shell", () => {
    const shell = {
      HOME: "/ignored",
      XDG_CONFIG_HOME: "/x/config",
      XDG_DATA_HOME: "/x/data",
      XDG_STATE_HOME: "/x/state",
      XDG_RUNTIME_DIR: "/x/run",
      TMPDIR: "/x/tmp",
    };
    expect(directoriesOf(shell)).toEqual(directoriesOf({}));
  });

  it("has three different folders below the home", () => {
    const { config, data, state, run } = directoriesOf({});
    const places = [config, data, state];
    expect(new Set(places).size).toBe(3);
    expect(places.filter((place) => !isAbsolute(place) || !place.startsWith(homedir()))).toEqual([]);
    expect(run).toBeUndefined();
  });
});
