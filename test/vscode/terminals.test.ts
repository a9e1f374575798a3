import { describeInEditors } from "./rig/describeInEditors";
import { makeSampleWorkspace } from "./rig/sampleWorkspace";

await describeInEditors({ suite: "terminals", prepare: makeSampleWorkspace, timeoutMs: 300_000 });
