// With these a harmless command line runs anything else. None of them carries a secret.
const isLoading =
  /^(?:NODE_OPTIONS|NODE_PATH|PATH|BASH_ENV|ENV|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_[A-Z_]+|PYTHON(?:PATH|HOME|STARTUP)|RUBY(?:OPT|LIB)|PERL5(?:OPT|LIB)|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|NPM_CONFIG_(?:REGISTRY|NODE_OPTIONS|SCRIPT_SHELL|USERCONFIG|GLOBALCONFIG|PREFIX))$/i;

/** Those of a server's variables that decide which code its command line runs, as `NAME=value`. */
export function loadingVariables(variables: Iterable<readonly [string, string | null]>): readonly string[] {
  return [...variables].flatMap(([name, value]) => (isLoading.test(name) ? [`${name}=${value ?? ""}`] : []));
}
