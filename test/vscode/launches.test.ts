import { describeInEditors } from "./rig/describeInEditors";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";
import { fromVault } from "./suite/values";

await describeInEditors({
  suite: "launches",
  prepare: makeSampleWorkspace,
  secrets: { fromVault },
  timeoutMs: 300_000,
});
