import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configurationFileName } from "../../platform/findConfiguration";

export interface DemoHome {
  readonly root: string;
  /** Where the server runs; holds the configuration. */
  readonly project: string;
  /** For every child: the demo must not see, nor touch, anything of the user's own. */
  readonly environment: Readonly<Record<string, string>>;
  writeConfiguration(configuration: object): void;
  remove(): void;
}

// What programs need to run at all; the user's own secrets are not among them.
const passedOn = ["PATH", "LANG", "LC_ALL", "SystemRoot", "ComSpec", "PATHEXT"];

export function createDemoHome(environment: Readonly<Record<string, string | undefined>>): DemoHome {
  const root = mkdtempSync(join(tmpdir(), "secret-router-demo-"));
  chmodSync(root, 0o700);
  const project = join(root, "project");
  const temporary = join(root, "tmp");
  for (const folder of [project, temporary]) mkdirSync(folder, { mode: 0o700 });
  const kept = passedOn.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    root,
    project,
    environment: {
      ...Object.fromEntries(kept),
      HOME: root,
      USERPROFILE: root,
      SECRET_ROUTER_HOME: join(root, "router"),
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
    },
    writeConfiguration(configuration) {
      const text = `${JSON.stringify(configuration, null, 2)}\n`;
      writeFileSync(join(project, configurationFileName), text, { mode: 0o600 });
    },
    remove() {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
