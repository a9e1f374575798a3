import { describeInEditors } from "./rig/describeInEditors";
import { limitsWorkspaceFile, makeLimitsWorkspace } from "./rig/limitsWorkspace";
import { fromVault } from "./suite/values";

await describeInEditors({
  suite: "limits",
  prepare: makeLimitsWorkspace,
  workspaceFile: limitsWorkspaceFile,
  secrets: { fromVault },
  timeoutMs: 600_000,
});
