import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultNameRules } from "../../../src/contract/secretNames";
import type { Provider } from "../../../src/core/provider";
import { SecretValue } from "../../../src/core/secretValue";
import { type ImportRequest, importEnvFile } from "../../../src/providers/local/importEnvFile";
import { createLocalProvider } from "../../../src/providers/local/localProvider";
import { undoImport } from "../../../src/providers/local/undoImport";
import { everyPrintedForm } from "../../support/everyPrintedForm";
import { mountSmallDisk, smallDisk } from "../../support/smallDisk";
import { type TestHome, useTestHome } from "./testHome";

const makeHome = useTestHome();
const envText = [
  "# settings",
  "PORT=3000",
  'export OPENAI_API_KEY="made-up-openai" # mine',
  "EMPTY_TOKEN=",
  "GITHUB_TOKEN=<YOUR_TOKEN>\r",
  "OLD_API_KEY=made-up-old",
  "this is no assignment",
  "OLD_API_KEY=made-up-new",
  "PRIVATE_KEY='-----BEGIN-----\nmade-up\n-----END-----'",
  "LAST=1",
].join("\n");

describe("importEnvFile", () => {
  it("moves what looks like a secret and says what it left, and why", async () => {
    const { home, file, run } = setUp(envText);
    const report = await run({});
    expect(report).toMatchObject({ path: file, isRewritten: false, invalidLines: [7] });
    expect(report.moved).toEqual([
      { name: "OPENAI_API_KEY", lines: [3], reference: "local:OPENAI_API_KEY", how: "added" },
      { name: "OLD_API_KEY", lines: [6, 8], reference: "local:OLD_API_KEY", how: "added" },
      { name: "PRIVATE_KEY", lines: [9], reference: "local:PRIVATE_KEY", how: "added" },
    ]);
    expect(Object.fromEntries(report.left.map(({ name, why }) => [name, why]))).toEqual({
      PORT: "not_a_secret_name",
      EMPTY_TOKEN: "empty",
      GITHUB_TOKEN: "placeholder",
      LAST: "not_a_secret_name",
    });
    expect(readFileSync(file, "utf8")).toBe(envText);
    expect((await home.open().get("OLD_API_KEY"))?.value.reveal()).toBe("made-up-new");
    expect((await home.open().get("PRIVATE_KEY"))?.value.reveal()).toBe(
      "-----BEGIN-----\nmade-up\n-----END-----",
    );
    expect(everyPrintedForm(report)).not.toContain("made-up");
  });

  it("takes out exactly what it moved, keeps the mode, and puts the file back byte for byte", async () => {
    const { home, file, run } = setUp(envText);
    chmodSync(file, 0o640);
    const report = await run({ delete: true });
    expect(report.isRewritten).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(
      "# settings\nPORT=3000\nEMPTY_TOKEN=\nGITHUB_TOKEN=<YOUR_TOKEN>\r\nthis is no assignment\nLAST=1",
    );
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(await home.open().listOriginals()).toEqual([file]);

    expect(await undoImport(home.open(), file, false)).toEqual({ path: file, how: "restored" });
    expect(readFileSync(file, "utf8")).toBe(envText);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(await home.open().listOriginals()).toEqual([]);
    await expect(undoImport(home.open(), file, false)).rejects.toMatchObject({ code: "IMPORT_UNKNOWN" });
  });

  it("puts back a file that was deleted since", async () => {
    const { home, file, run } = setUp(envText);
    await run({ delete: true });
    rmSync(file);
    await undoImport(home.open(), file, false);
    expect(readFileSync(file, "utf8")).toBe(envText);
  });

  it("does not overwrite a file that was edited since, and when forced loses neither form", async () => {
    const { home, file, run } = setUp(envText);
    await run({ delete: true });
    writeFileSync(file, "NEW_TOKEN=made-up-edit\n");
    await expect(undoImport(home.open(), file, false)).rejects.toMatchObject({ code: "IMPORT_CHANGED" });
    expect(readFileSync(file, "utf8")).toBe("NEW_TOKEN=made-up-edit\n");

    expect(await undoImport(home.open(), file, true)).toEqual({ path: file, how: "sealed_edits" });
    expect(readFileSync(file, "utf8")).toBe(envText);
    await undoImport(home.open(), file, false);
    expect(readFileSync(file, "utf8")).toBe("NEW_TOKEN=made-up-edit\n");
  });

  it("undoes two imports of one file, the last one first", async () => {
    const { home, file, run } = setUp("A_TOKEN=made-up-a\nX=1\n");
    await run({ delete: true });
    writeFileSync(file, "X=1\nB_TOKEN=made-up-b\n");
    await run({ delete: true });
    expect(readFileSync(file, "utf8")).toBe("X=1\n");
    await undoImport(home.open(), file, false);
    expect(readFileSync(file, "utf8")).toBe("X=1\nB_TOKEN=made-up-b\n");
    await undoImport(home.open(), file, true);
    expect(readFileSync(file, "utf8")).toBe("A_TOKEN=made-up-a\nX=1\n");
  });

  it("leaves a name that is stored with another value, in the file too, unless told to replace", async () => {
    const { home, file, run } = setUp("A_TOKEN=made-up-new\nB_TOKEN=made-up-same\n");
    await home.open().set("A_TOKEN", new SecretValue("made-up-kept"));
    await home.open().set("B_TOKEN", new SecretValue("made-up-same"));
    const report = await run({ delete: true });
    expect(report.moved.map(({ name, how }) => [name, how])).toEqual([["B_TOKEN", "same"]]);
    expect(report.left).toEqual([{ name: "A_TOKEN", lines: [1], why: "stored_with_another_value" }]);
    expect(readFileSync(file, "utf8")).toBe("A_TOKEN=made-up-new\n");
    expect((await home.open().get("A_TOKEN"))?.value.reveal()).toBe("made-up-kept");

    expect((await run({ delete: true, replace: true })).moved).toMatchObject([{ how: "replaced" }]);
    expect((await home.open().get("A_TOKEN"))?.value.reveal()).toBe("made-up-new");
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it("rewrites the file behind a symbolic link, not the link", async () => {
    const { home, file, run } = setUp("A_TOKEN=made-up-a\n");
    const link = join(home.path, "link.env");
    symlinkSync(file, link);
    const report = await run({ path: link, delete: true });
    expect(report.path).toBe(file);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("");
    await undoImport(home.open(), link, false);
    expect(readFileSync(file, "utf8")).toBe("A_TOKEN=made-up-a\n");
  });

  it("refuses to take out an entry when that would change what another one means", async () => {
    const text = "A=\nB_TOKEN=made-up-b\n'stray'\n";
    const { file, run } = setUp(text);
    await expect(run({ delete: true })).rejects.toMatchObject({ code: "ENV_FILE_INVALID" });
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("leaves the file when it changes during the import", async () => {
    const { home, file, run } = setUp("A_TOKEN=made-up-a\n");
    const store = home.open();
    const originals = {
      ...store,
      putOriginal: async (...args: Parameters<typeof store.putOriginal>) => {
        await store.putOriginal(...args);
        writeFileSync(file, "A_TOKEN=made-up-meanwhile\n");
      },
    };
    await expect(run({ delete: true, originals })).rejects.toMatchObject({ code: "IMPORT_CHANGED" });
    expect(readFileSync(file, "utf8")).toBe("A_TOKEN=made-up-meanwhile\n");
    expect(await home.open().listOriginals()).toEqual([]);
  });

  it("leaves the file when a value does not come back from the provider as it was", async () => {
    const { home, file, run } = setUp("A_TOKEN=made-up-a\n");
    const provider: Provider = {
      ...createLocalProvider({ directories: home.directories }),
      store: async () => ({ version: "1" }),
    };
    await expect(run({ delete: true, provider })).rejects.toMatchObject({ code: "SECRET_MISSING" });
    expect(readFileSync(file, "utf8")).toBe("A_TOKEN=made-up-a\n");
  });

  it.each([
    ["is not UTF-8", Buffer.from([0x41, 0x3d, 0xff, 0xfe]), "ENV_FILE_INVALID"],
    ["is larger than a megabyte", Buffer.alloc(1024 * 1024 + 1, "#"), "IO"],
  ])("refuses a file that %s", async (_what, content, code) => {
    const { file, run } = setUp("");
    writeFileSync(file, content);
    await expect(run({ delete: true })).rejects.toMatchObject({ code });
  });

  it.skipIf(!smallDisk.path)("leaves the file when its own disk is full", async () => {
    const { home, run } = setUp("");
    const disk = mountSmallDisk(64);
    try {
      const file = join(disk.path, ".env");
      // What stays is so large that the old file and the new one do not fit side by side.
      const text = `A_TOKEN=made-up-a\n# ${"x".repeat(40_000)}\n`;
      writeFileSync(file, text);
      await expect(run({ path: file, delete: true })).rejects.toMatchObject({ code: "DISK_FULL" });
      expect(readFileSync(file, "utf8")).toBe(text);
      expect(readdirSync(disk.path)).toEqual([".env"]);
      expect(await home.open().listOriginals()).toEqual([]);
    } finally {
      disk.dispose();
    }
  });

  it("says that a file is not there", async () => {
    const { home, run } = setUp("");
    await expect(run({ path: join(home.path, "none.env") })).rejects.toMatchObject({ code: "IO" });
    await expect(undoImport(home.open(), join(home.path, "none.env"), false)).rejects.toMatchObject({
      code: "IMPORT_UNKNOWN",
    });
  });
});

function setUp(text: string): {
  home: TestHome;
  file: string;
  run(changes: Partial<ImportRequest>): ReturnType<typeof importEnvFile>;
} {
  const home = makeHome();
  const file = join(home.path, ".env");
  writeFileSync(file, text);
  const run = (changes: Partial<ImportRequest>) =>
    importEnvFile({
      path: file,
      rules: defaultNameRules,
      provider: createLocalProvider({ directories: home.directories }),
      referenceFor: (name) => ({ provider: "local", path: name }),
      originals: home.open(),
      delete: false,
      replace: false,
      signal: new AbortController().signal,
      ...changes,
    });
  return { home, file, run };
}
