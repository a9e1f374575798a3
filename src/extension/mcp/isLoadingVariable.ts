// With these a harmless command line runs anything else. None of them carries a secret.
const loading =
  /^(?:NODE_OPTIONS|NODE_PATH|PATH|BASH_ENV|ENV|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_[A-Z_]+|PYTHON(?:PATH|HOME|STARTUP)|RUBY(?:OPT|LIB)|PERL5(?:OPT|LIB)|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS)$/i;

/** Whether a variable decides which code a command line runs, so that its value is shown whatever its name is like. */
export function isLoadingVariable(name: string): boolean {
  return loading.test(name);
}
