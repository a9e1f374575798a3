/** What the editor knows of a setting, place by place. */
export interface SettingPlaces {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * Whether a setting is on that a repository may turn off and never on: its files are settings of the workspace and of the
 * folder, and the editor lets those win over its user's.
 */
export function isOnForUser(places: SettingPlaces | undefined): boolean {
  const { defaultValue, globalValue = defaultValue, workspaceValue, workspaceFolderValue } = places ?? {};
  return [globalValue, workspaceValue ?? true, workspaceFolderValue ?? true].every((value) => value === true);
}
