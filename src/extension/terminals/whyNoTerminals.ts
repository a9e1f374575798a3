type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Why no terminal of this editor can be routed, as its user is told; undefined where they can.
 * @param environment of the extension host.
 * @param appRoot where the editor itself lies.
 */
export function whyNoTerminals(environment: Environment, appRoot: string): string | undefined {
  // Only what runs within the sandbox has it. There `/run/user` and process ids are the sandbox's own, while a terminal
  // may well be the host's: `host-spawn` and `flatpak-spawn --host` are what such editors recommend.
  if (isSet(environment["FLATPAK_ID"]))
    return "Terminals are not supported in this packaging of the editor: the programs of a Flatpak's terminals may run outside of it, where its sessions cannot be seen.";
  if (isConfinedSnap(environment, appRoot))
    return "Terminals are not supported in this packaging of the editor: a confined snap has another home folder after each update, and a terminal that goes on would start no Node from the one before.";
  return undefined;
}

/**
 * The variables of a snap reach whatever is started from its terminals, so they count only for the snap that the editor
 * lies in. A classic one, as VS Code's own, is not confined: it shares the user's home folder and sees what everybody
 * sees. A confined one is given its own data as its home, and that data is of one revision.
 */
function isConfinedSnap(environment: Environment, appRoot: string): boolean {
  const { SNAP, HOME, SNAP_USER_DATA, SNAP_USER_HOME } = environment;
  if (!isSet(SNAP) || !appRoot.startsWith(`${SNAP}/`)) return false;
  return isSet(HOME) && [SNAP_USER_DATA, SNAP_USER_HOME].includes(HOME);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
