import type { RouterError } from "../../core/routerError";
import { isStoreLocked } from "../window/isStoreLocked";
import type { StoreProblem } from "./treeFacts";

export function storeProblem(error: RouterError | undefined): StoreProblem | undefined {
  if (error === undefined) return undefined;
  return { isLocked: isStoreLocked(error), sentence: `${error.message} ${error.nextStep}` };
}
