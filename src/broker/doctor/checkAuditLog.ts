import { RouterError } from "../../core/routerError";
import type { Directories } from "../../platform/directories";
import { verifyAudit } from "../verifyAudit";
import { type Finding, ok, problem } from "./finding";

const area = "audit log";

export async function checkAuditLog(directories: Directories): Promise<readonly Finding[]> {
  try {
    const { broken, lines } = await verifyAudit(directories);
    if (broken === null) return [ok(area, lines === 0 ? "Empty." : "Its chain is whole.")];
    return [
      problem(
        area,
        `${broken.file}, line ${broken.line}: ${broken.why}.`,
        "Keep a copy and find out who changed it: secret-router audit verify",
      ),
    ];
  } catch (error) {
    if (!RouterError.is(error)) throw error;
    return [problem(area, error.message, error.nextStep)];
  }
}
