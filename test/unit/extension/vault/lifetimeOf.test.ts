import { expect, it } from "vitest";
import { lifetimeOf } from "../../../../src/extension/vault/lifetimeOf";

it.each([
  [1, "1 second"],
  [119, "119 seconds"],
  [120, "2 minutes"],
  [7_199, "119 minutes"],
  [7_200, "2 hours"],
  [2_764_800, "32 days"],
])("says %i seconds as %s", (seconds, text) => {
  expect(lifetimeOf(seconds)).toBe(text);
});
