import { listFiles, PackageManager } from "@vscode/vsce";

/** What `npm run package` would pack, relative to the folder of the manifest. */
export function packagedFiles(cwd: string): Promise<readonly string[]> {
  // Its types lack the option, which its command line has: the package's page is not the repository's.
  const options = { cwd, packageManager: PackageManager.None, readmePath: "dist/readme.md" };
  return listFiles(options);
}
