import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { directoriesOf } from "../../../../src/platform/directories";
import { storePlacesOf } from "../../../../src/providers/local/storePlaces";
import { mountOver, smallDisk } from "../../../support/smallDisk";
import { launch, type Seen, sampleFolder } from "../launch";
import { shownReason } from "../shownReason";
import { env, fromEnvironment, fromVault } from "../values";

const directories = directoriesOf(process.env);

describe("a launch starts all the same", () => {
  let preloader = "";
  before(async () => {
    preloader = /--require "([^"]+preload\.cjs)"/.exec((await launch({ env })).nodeOptions)?.[1] ?? "";
    assert.notEqual(preloader, "");
  });

  afterEach("and everything works again", async () => {
    const { value } = await launch({ env });
    assert.equal(value, fromVault);
  });

  it("where a file stands in the sessions' place", async () => {
    await withFileAt(runDirectory(), async () => {
      assertPlain(await launch({ name: "no place", env }));
      assert.match(await shownReason("no place"), /^No safe place for a session/);
    });
  });

  it("where a file stands in the place of the state, with a session that serves nothing", async () => {
    await withFileAt(directories.state, async () => {
      assert.equal((await launch({ env })).value, fromEnvironment);
    });
  });

  it("where the disk is full", async function () {
    if (smallDisk.path === undefined) return this.skip();
    const unmount = mountOver(runDirectory(), "size=8k");
    try {
      fill(runDirectory());
      assert.equal((await launch({ name: "full", env })).value, fromEnvironment);
    } finally {
      unmount();
    }
  });

  it("where nothing can be written", async function () {
    if (smallDisk.path === undefined) return this.skip();
    const unmount = mountOver(runDirectory(), "ro,size=8k");
    try {
      assertPlain(await launch({ name: "read-only", env }));
      assert.match(await shownReason("read-only"), /^No safe place for a session/);
    } finally {
      unmount();
    }
  });

  it("where the preloader cannot be copied", async function () {
    if (smallDisk.path === undefined) return this.skip();
    const unmount = mountOver(dirname(preloader), "ro,size=8k");
    try {
      assertPlain(await launch({ name: "no preloader", env }));
      assert.match(await shownReason("no preloader"), /preload/);
    } finally {
      unmount();
    }
  });

  it("where somebody has put a link in the place of the preloader's folder, which is not followed", async () => {
    const foreign = `${dirname(preloader)}-of-others`;
    renameSync(dirname(preloader), foreign);
    symlinkSync(foreign, dirname(preloader));
    try {
      assertPlain(await launch({ name: "linked folder", env }));
      assert.match(await shownReason("linked folder"), /is a symbolic link/);
    } finally {
      rmSync(dirname(preloader));
      renameSync(foreign, dirname(preloader));
    }
  });

  it("with the preloader's copy replaced by a link, whose target stays as it is", async () => {
    const foreign = join(sampleFolder().uri.fsPath, "..", "foreign.cjs");
    writeFileSync(foreign, "throw new Error('not ours')");
    rmSync(preloader);
    symlinkSync(foreign, preloader);
    assert.equal((await launch({ env })).value, fromVault);
    assert.equal(readFileSync(foreign, "utf8"), "throw new Error('not ours')");
  });

  it("with the preloader's copy replaced by what would never end", async () => {
    rmSync(preloader);
    execFileSync("mkfifo", [preloader]);
    assert.equal((await launch({ env })).value, fromVault);
  });

  it("with a store that is no store", async () => {
    const { store } = storePlacesOf(directories);
    const original = readFileSync(store);
    try {
      for (const spoil of [
        () => writeFileSync(store, "not a store"),
        () => execFileSync("mkfifo", [store]),
      ]) {
        rmSync(store);
        spoil();
        assert.equal((await launch({ env })).value, fromEnvironment);
      }
    } finally {
      rmSync(store);
      writeFileSync(store, original, { mode: 0o600 });
    }
  });

  it("with a configuration that is broken, and the last good one stays in force", async () => {
    const file = join(sampleFolder().uri.fsPath, "secret-router.json");
    const original = readFileSync(file, "utf8");
    try {
      for (const spoil of [
        () => writeFileSync(file, '{ "mode": 7 }'),
        () => execFileSync("mkfifo", [file]),
      ]) {
        rmSync(file);
        spoil();
        assert.equal((await launch({ env })).value, fromVault);
      }
    } finally {
      rmSync(file);
      writeFileSync(file, original);
    }
  });
});

function assertPlain(seen: Seen): void {
  assert.deepEqual([seen.value, seen.handle], [fromEnvironment, null]);
}

function runDirectory(): string {
  assert.ok(directories.run !== undefined);
  return directories.run;
}

/** Puts a file where a folder was, for as long as the work takes. */
async function withFileAt(path: string, work: () => Promise<void>): Promise<void> {
  renameSync(path, `${path}-away`);
  writeFileSync(path, "");
  try {
    await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
    renameSync(`${path}-away`, path);
  }
}

function fill(directory: string): void {
  mkdirSync(directory, { recursive: true });
  try {
    for (let index = 0; ; index++) writeFileSync(join(directory, `filler-${index}`), Buffer.alloc(4096));
  } catch {
    // Full.
  }
}
