import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { namesInEnvFiles } from "../../../../src/extension/window/namesInEnvFiles";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-router-env-files-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("namesInEnvFiles", () => {
  it("gives each name with the files that hold a value of it", () => {
    write(".env", "A_TOKEN=made-up-a\nB_TOKEN=made-up-b\nA_TOKEN=made-up-again\n");
    write(".env.local", "A_TOKEN=made-up-local\n");
    expect(Object.fromEntries(namesInEnvFiles(folder))).toEqual({
      A_TOKEN: [join(folder, ".env"), join(folder, ".env.local")],
      B_TOKEN: [join(folder, ".env")],
    });
  });

  it("leaves out what is no value, no file for values, and no plain file", () => {
    write(".env", "A_TOKEN=\nB_TOKEN=change-me\nC_TOKEN=$OTHER\n");
    write(".env.example", "D_TOKEN=made-up\n");
    write("app.env", "E_TOKEN=made-up\n");
    mkdirSync(join(folder, ".env.folder"));
    symlinkSync("/dev/zero", join(folder, ".env.endless"));
    expect([...namesInEnvFiles(folder)]).toEqual([]);
    expect([...namesInEnvFiles(join(folder, "missing"))]).toEqual([]);
  });

  it("looks at 50 files and at 10,000 names", () => {
    for (let index = 0; index < 51; index++)
      write(`.env.${String(index).padStart(2, "0")}`, `N${index}_TOKEN=made-up\n`);
    expect([...namesInEnvFiles(folder).keys()].at(-1)).toBe("N49_TOKEN");
    write(".env", Array.from({ length: 10_001 }, (_, index) => `A${index}=made-up\n`).join(""));
    expect([...namesInEnvFiles(folder).keys()].at(-1)).toBe("A9999");
  });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}
