import { RouterError } from "../core/routerError";

/** Reduces an error of the file system to a code, the path and a next step. */
export function ioError(error: unknown, path: string): RouterError {
  if (RouterError.is(error)) return error as RouterError;
  const code = errnoCode(error) ?? "unknown";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return new RouterError(
        "DISK_FULL",
        `There is no room left to write ${path}; what was there is unchanged.`,
        "Free some space and try again.",
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new RouterError(
        "IO",
        `${path} may not be accessed (${code}).`,
        "Check its owner and permissions.",
      );
    default:
      return new RouterError(
        "IO",
        `${path} could not be accessed (${code}).`,
        "Check that the path exists and is yours.",
      );
  }
}

/** The `code` of a Node system error, such as `ENOENT`. */
export function errnoCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
