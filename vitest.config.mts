import { delimiter } from "node:path";
import { defineConfig } from "vitest/config";

// For a second run by `test/run.mjs`: a file named on the command line would widen what is chosen there.
const only = process.env["SECRET_ROUTER_TEST_ONLY"]?.split(delimiter);

const shared = { testTimeout: 30_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Two cores are what the smallest supported machine has; more would only make the process tests fight.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: "check", include: ["test/check/**/*.test.ts"] } },
      { test: { ...shared, name: "unit", include: ["test/unit/**/*.test.ts"] } },
      { test: { ...shared, name: "process", include: ["test/process/**/*.test.ts"], testTimeout: 120_000 } },
      { test: { ...shared, name: "service", include: ["test/service/**/*.test.ts"], testTimeout: 120_000 } },
      // One file at a time: each runs a whole editor and its browser.
      {
        test: {
          ...shared,
          name: "vscode",
          include: only ?? ["test/vscode/**/*.test.ts"],
          // More than the deadlines within a test together.
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ].filter(({ test: { name } }) => only === undefined || name === "vscode"),
  },
});
