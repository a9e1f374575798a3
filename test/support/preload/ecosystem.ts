import { pinnedPackages } from "../pinnedPackages";

/** The folder that holds the pinned tools' node_modules. */
export function ecosystemDirectory(): string {
  return pinnedPackages("preload/ecosystem", "ecosystem");
}
