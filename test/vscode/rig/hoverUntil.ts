import type { Locator } from "playwright-core";
import { actUntil } from "./actUntil";

/** Lets the mouse rest on something until its tooltip shows what is waited for. */
export function hoverUntil(hovered: Locator, shown: Locator): Promise<void> {
  const hover = async (): Promise<void> => {
    // Elsewhere first: the editor shows no tooltip again where the mouse has stayed.
    await hovered.page().mouse.move(640, 300);
    await hovered.hover({ timeout: 2_000 });
  };
  return actUntil(hover, () => shown.first().isVisible(), { what: `${shown} under the mouse` });
}
