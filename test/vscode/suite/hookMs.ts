import * as vscode from "vscode";
import { launch, type Seen, sampleFolder } from "./launch";

/** How long the providers of debug configurations, of which ours is one, take after variables are filled in. */
export async function hookMs(
  configuration: Record<string, unknown>,
  folder: vscode.WorkspaceFolder = sampleFolder(),
): Promise<{ readonly ms: number; readonly seen: Seen }> {
  let [before, after] = [0, 0];
  // The editor asks in the order of registration, so this one is always the last.
  const watch = vscode.debug.registerDebugConfigurationProvider("pwa-node", {
    resolveDebugConfiguration: (_folder, resolved) => {
      before = performance.now();
      return resolved;
    },
    resolveDebugConfigurationWithSubstitutedVariables: (_folder, resolved) => {
      after = performance.now();
      return resolved;
    },
  });
  try {
    const seen = await launch({ type: "pwa-node", ...configuration }, folder);
    if (before === 0 || after === 0) throw new Error("The editor did not ask.");
    return { ms: after - before, seen };
  } finally {
    watch.dispose();
  }
}
