import { describe, expect, it } from "vitest";
import { type StatusBarFacts, statusBarState } from "../../../src/extension/statusBar/statusBarState";

const facts: StatusBarFacts = {
  isRouting: true,
  mode: "shadow",
  canaryPercent: 25,
  environment: undefined,
  isVaultLoggedOut: false,
  isVaultUnreachable: false,
  killed: null,
  killedSessions: [],
  switchedSessions: [],
  warnings: [],
  sessions: 0,
  servedByVault: 0,
  servedByEnvironment: 0,
};

describe("the status bar", () => {
  it("offers to begin where nothing is routed", () => {
    const state = statusBarState({ ...facts, isRouting: false });
    expect(state.text).toContain("not routed");
    expect(state.command).toBe("secretRouter.routeWorkspace");
    // The file decides of the mode, here as in the view.
    expect(state.tooltip).toContain("in shadow mode unless secret-router.json says otherwise");
  });

  it("shows the mode, and throws the kill switch when it is clicked", () => {
    const state = statusBarState(facts);
    expect(state.text).toBe("$(shield) Secrets: shadow");
    expect([state.command, state.background]).toEqual(["secretRouter.kill", undefined]);
  });

  it("shows the canary in dual mode only", () => {
    expect(statusBarState({ ...facts, mode: "dual" }).text).toContain("dual 25 %");
    expect(statusBarState({ ...facts, mode: "vault" }).text).not.toContain("25");
  });

  it("warns by icon, colour and name, so that colour alone carries nothing", () => {
    const state = statusBarState({ ...facts, warnings: ["Something differs."] });
    expect(state.text).toContain("$(warning)");
    expect(state.background).toBe("warning");
    expect(state.accessibleName).toContain("with a warning");
    expect(state.tooltip).toContain("Something differs.");
  });

  it("is unmistakable when killed, routed or not, and lifts the switch when it is clicked", () => {
    for (const isRouting of [true, false]) {
      const state = statusBarState({ ...facts, isRouting, killed: "by the user" });
      expect(state.text).toContain("KILLED");
      expect([state.command, state.background]).toEqual(["secretRouter.resume", "error"]);
    }
  });

  it("says of sessions that only their errors have killed how many, and still throws the switch for all", () => {
    const session = { label: "a*b", reason: "more than 10 errors within a minute" };
    const state = statusBarState({ ...facts, mode: "vault", killedSessions: [session] });
    expect(state.text).toBe("$(warning) Secrets: vault, 1 session killed by errors");
    expect([state.command, state.background]).toEqual(["secretRouter.kill", "warning"]);
    expect(state.accessibleName).toContain("1 session killed by errors, with a warning");
    expect(state.tooltip).toContain(
      "a\\*b is killed and gets its plain environment. Reason: more than 10 errors",
    );
    expect(state.tooltip).toContain("[Lift the kill switch](command:secretRouter.resume)");
    expect(state.tooltip).not.toContain("Every program gets its plain environment.");
    const two = statusBarState({ ...facts, killedSessions: [session, session] });
    expect(two.text).toContain("2 sessions killed by errors");
    expect(statusBarState(facts).tooltip).not.toContain("Lift");
  });

  it("says of sessions that were switched from elsewhere in which mode they run", () => {
    const session = { label: "a*b", mode: "shadow", configuredMode: "vault" };
    const state = statusBarState({ ...facts, mode: "vault", switchedSessions: [session] });
    // Whoever has switched them has wanted it, so it is no warning.
    expect(state.text).toBe("$(shield) Secrets: vault, 1 session in mode shadow");
    expect(state.background).toBeUndefined();
    expect(state.accessibleName).toContain("mode vault, 1 session in mode shadow");
    expect(state.tooltip).toContain("a\\*b runs in mode shadow");
    expect(state.tooltip).toContain("Its configuration says vault.");
    const others = [session, { ...session, mode: "dual 5 %" }];
    expect(statusBarState({ ...facts, switchedSessions: others }).text).toContain(
      "2 sessions in other modes",
    );
  });

  it("names the environment, and offers what helps with the vault", () => {
    const { tooltip } = statusBarState({ ...facts, environment: "a*b", isVaultLoggedOut: true });
    expect(tooltip).toContain("Environment: **a\\*b**");
    expect(tooltip).toContain("[Connect to Vault](command:secretRouter.connectVault)");
    expect(tooltip).not.toContain("tryVaultAgain");
    expect(statusBarState({ ...facts, isVaultUnreachable: true }).tooltip).toContain(
      "[Try the vault again](command:secretRouter.tryVaultAgain)",
    );
    expect(statusBarState(facts).tooltip).not.toMatch(/Vault|Environment/);
  });

  it("lets no name from a file become a link", () => {
    const { tooltip } = statusBarState({ ...facts, warnings: ["[x](command:evil)"] });
    expect(tooltip).not.toContain("[x](command:evil)");
    expect(tooltip).toContain("\\[x\\]\\(command:evil\\)");
  });

  it.each(["https://evil.example/login", "www.evil.example", "me@evil.example"])(
    "nor a bare address one: %s",
    (name) => {
      expect(statusBarState({ ...facts, warnings: [name] }).tooltip).not.toContain(name);
    },
  );
});
