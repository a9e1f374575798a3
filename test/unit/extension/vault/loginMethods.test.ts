import { describe, expect, it } from "vitest";
import { authOf, loginMethods, methodFacts } from "../../../../src/extension/vault/loginMethods";

describe("the methods to log in by", () => {
  it("hide every secret while it is typed, and nothing else", () => {
    for (const method of loginMethods) {
      const { fields } = methodFacts[method];
      expect(fields.map(({ key, isHidden }) => [key, isHidden])).toEqual(
        fields.map(({ key }) => [key, key === "secret"]),
      );
      expect(fields.at(-1)?.key).toBe("secret");
    }
  });

  it("take the blanks off tokens and ids, and leave a password as it is", () => {
    const token = authOf("token", { secret: " made-up-t\n" });
    expect(token.method === "token" && token.token.reveal()).toBe("made-up-t");
    const role = authOf("approle", { roleId: " ci ", secret: " made-up-s " });
    expect(role.method === "approle" && [role.roleId, role.secretId?.reveal()]).toEqual(["ci", "made-up-s"]);
    const user = authOf("userpass", { username: "ann ", secret: " made-up p " });
    expect(user.method === "userpass" && [user.username, user.password.reveal()]).toEqual([
      "ann",
      " made-up p ",
    ]);
  });

  it("leave out a secret id that a role has not", () => {
    expect(authOf("approle", { roleId: "ci", secret: " " })).toEqual({ method: "approle", roleId: "ci" });
  });
});
