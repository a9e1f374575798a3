import { describe, expect, it } from "vitest";
import { looksLikeWords, shownName } from "../../../src/core/shownName";

describe("shownName", () => {
  it.each([
    "mode",
    "cach_ttl",
    "__proto__",
    "$schema",
    "AWS_S3_SECRET_ACCESS_KEY_2",
    "OAUTH2_SHA256_TOKEN",
    "staging-eu-west-1",
    "1A",
    "a".repeat(20),
    "abc456",
    "a_".repeat(32),
  ])("repeats %s", (name) => {
    expect(shownName(name)).toBe(name);
  });

  it.each([
    "sk-proj-4f9a8b7c6d5e",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "123e4567-e89b-12d3-a456-426614174000",
    "JBSWY3DPEHPK3PXP",
    "made up",
    "postgres://u:p@h",
    "pässword",
    "a".repeat(21),
    "abcd567",
    `${"a_".repeat(32)}a`,
  ])("leaves %s out", (name) => {
    expect(looksLikeWords(name)).toBe(false);
    expect(shownName(name)).toBe("…");
  });
});
