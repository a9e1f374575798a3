import { describeInEditors } from "./rig/describeInEditors";
import { limitsWorkspaceFile, makeLimitsWorkspace } from "./rig/limitsWorkspace";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";

await describeInEditors({ suite: "terminals", prepare: makeSampleWorkspace, timeoutMs: 300_000 });
await describeInEditors({
  suite: "terminalFolders",
  prepare: makeLimitsWorkspace,
  workspaceFile: limitsWorkspaceFile,
});
