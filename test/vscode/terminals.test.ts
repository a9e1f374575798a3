import { describeInEditors } from "./rig/describeInEditors";
import { limitsWorkspaceFile, makeLimitsWorkspace } from "./rig/limitsWorkspace";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { fromVault } from "./suite/values";

await describeInEditors({
  suite: "terminals",
  prepare: makeSampleWorkspace,
  secrets: { fromVault },
  timeoutMs: 300_000,
});
await describeInEditors({
  suite: "terminalFolders",
  prepare: makeLimitsWorkspace,
  workspaceFile: limitsWorkspaceFile,
  secrets: { fromVault },
});
