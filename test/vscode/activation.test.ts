import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeInEditors } from "./rig/describeInEditors";

await describeInEditors({
  suite: "activation",
  prepare: (folder) => {
    writeFileSync(join(folder, "package.json"), '{ "name": "sample" }\n');
  },
});
