/** A path with a leading `~` filled in, as shells do for the user's own. */
export function withHome(path: string, home: string): string {
  return path.replace(/^~(?=$|[\\/])/, () => home);
}
