import { verifyAudit } from "../../broker/verifyAudit";
import { RouterError } from "../../core/routerError";
import type { Directories } from "../../platform/directories";
import type { AuditCheck } from "./demoFacts";

/** The same proof as `secret-router audit verify`. */
export async function checkAudit(directories: Directories): Promise<AuditCheck> {
  try {
    const { lines, broken } = await verifyAudit(directories);
    return {
      lines,
      problem: broken === null ? undefined : `${broken.file}, line ${broken.line}: ${broken.why}`,
    };
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return { lines: 0, problem: error.message };
  }
}
