import { describe, expect, it } from "vitest";
import { noSecretReason } from "../../../src/core/placeholderValue";

describe("noSecretReason", () => {
  it.each([
    ["", "empty"],
    [" \t", "empty"],
    [`\${OTHER}`, "refers_to_variable"],
    [`postgres://\${USER}:\${PASS}@host/db`, "refers_to_variable"],
    ["$OTHER", "refers_to_variable"],
    ["op://dev/openai/key", "reference"],
    ["vault:secret/app#key", "reference"],
    ["encrypted:BDb7t3QkTRp2", "encrypted"],
    ["<YOUR_TOKEN>", "placeholder"],
    ["[token here]", "placeholder"],
    ["{{ token }}", "placeholder"],
    ["xxx", "placeholder"],
    ["sk-xxxxxxxxxxxx", "placeholder"],
    ["sk-proj-****", "placeholder"],
    ["...", "placeholder"],
    ["changeme", "placeholder"],
    ["change_me", "placeholder"],
    ["your-api-key-here", "placeholder"],
    ["YOUR_OPENAI_API_KEY", "placeholder"],
    ["insert token here", "placeholder"],
    ["null", "placeholder"],
  ])("calls %j %s", (value, reason) => {
    expect(noSecretReason(value)).toBe(reason);
  });

  it.each([
    "sk-made-up-4f7a",
    "pa$$word",
    "$2b$10$made.up.hash",
    "price $ {x}",
    "xx",
    "postgres://user:made-up@host/db",
    "changeme2-made-up",
    "your-made-up-4711",
    "aws://x",
    "a<b>",
    "hunter2",
  ])("lets %j pass as a secret", (value) => {
    expect(noSecretReason(value)).toBeUndefined();
  });
});
