import { describeInEditors } from "./rig/describeInEditors";
import { limitsWorkspaceFile, makeLimitsWorkspace } from "./rig/limitsWorkspace";
import { fromVault, ofOther } from "./suite/values";

await describeInEditors({
  suite: "limits",
  prepare: makeLimitsWorkspace,
  workspaceFile: limitsWorkspaceFile,
  secrets: { fromVault, ofOther },
  timeoutMs: 600_000,
});
