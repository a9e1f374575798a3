import { describeInEditors } from "./rig/describeInEditors";
import { limitsWorkspaceFile, makeLimitsWorkspace } from "./rig/limitsWorkspace";

await describeInEditors({
  suite: "limits",
  prepare: makeLimitsWorkspace,
  workspaceFile: limitsWorkspaceFile,
  timeoutMs: 300_000,
});
