import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Capability } from "./capabilities";

/** A file system of a few hundred kilobytes, to be filled up. */
export interface SmallDisk {
  readonly path: string;
  dispose(): void;
}

/** Needs the right to mount, which root has outside of strict containers. */
export const smallDisk: Capability = {
  name: "mounting a small disk",
  path: canMount() ? "mount" : undefined,
  howToGet: "Run the tests as root on Linux, in a container with CAP_SYS_ADMIN.",
};

export function mountSmallDisk(kilobytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "secret-router-disk-"));
  const unmount = mountOver(path, `size=${kilobytes}k`);
  return {
    path,
    dispose: () => {
      unmount();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Hides what a folder holds behind an empty disk, until the function that is returned is called. */
export function mountOver(path: string, options: string): () => void {
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `${options},mode=700`, "tmpfs", path]);
  if (status !== 0) throw new Error("A small disk could not be mounted.");
  return () => void spawnSync("umount", ["-l", path]);
}

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    mountSmallDisk(64).dispose();
    return true;
  } catch {
    return false;
  }
}
