import { expect, it } from "vitest";
import { noControl } from "../../../src/broker/control";
import { isMeantFor } from "../../../src/broker/sessionRules";

const [x, y] = ["/a/x.json", "/a/y.json"];

it.each([
  [{}, { configurationPath: x, environment: "staging" }, true],
  [{ configuration: x }, { configurationPath: x, environment: "staging" }, true],
  [{ configuration: x }, { configurationPath: x }, true],
  [{ configuration: x }, { configurationPath: y }, false],
  [{ configuration: x }, {}, false],
  [{ configuration: x, environment: null }, { configurationPath: x }, true],
  [{ configuration: x, environment: null }, { configurationPath: x, environment: "staging" }, false],
  [{ configuration: x, environment: "staging" }, { configurationPath: x, environment: "staging" }, true],
  [{ configuration: x, environment: "staging" }, { configurationPath: x, environment: "prod" }, false],
  [{ configuration: x, environment: "staging" }, { configurationPath: x }, false],
  [{ configuration: x, environment: "staging" }, { configurationPath: y, environment: "staging" }, false],
])("a switch of the mode for %j concerns a session of %j: %s", (scope, terms, isMeant) => {
  const mode = { mode: "off", canary: null, at: 1, ...scope } as const;
  expect(isMeantFor(terms, { ...noControl, mode })).toBe(isMeant);
});
