// With these a harmless command line runs anything else. None of them carries a secret.
const names = [
  "NODE_OPTIONS|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|PATH|HOME|CLASSPATH|COMSPEC|ZDOTDIR",
  "ENV|BASH_ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|PS4",
  "LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_[A-Z_]+|OPENSSL_CONF",
  "PYTHON(?:PATH|HOME|STARTUP|USERBASE|PYCACHEPREFIX)|(?:UV|PIP)_CONFIG_FILE",
  "RUBY(?:OPT|LIB)|GEM_(?:PATH|HOME)|BUNDLE_GEMFILE|PERL5(?:OPT|LIB|DB)|LUA_(?:INIT|PATH|CPATH).*|PHPRC",
  "JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|DOTNET_STARTUP_HOOKS|COR(?:ECLR)?_PROFILER.*",
  "GIT_(?:SSH|EXEC_PATH|EDITOR|PAGER|EXTERNAL_DIFF|ASKPASS|CONFIG.*)|EDITOR|VISUAL|PAGER|LESSOPEN",
  // Of an address, which often holds a login, everything else is shown anyway.
  "NPM_CONFIG_(?!.*(?:AUTH|PASSWORD|TOKEN|REGISTRY|PROXY)).*",
  ".*_(?:COMMAND|WRAPPER)",
];
const loading = new RegExp(`^(?:${names.join("|")})$`, "is");

/** Whether a variable decides which code a command line runs, so that its value is shown whatever its name is like. */
export function isLoadingVariable(name: string): boolean {
  return loading.test(name);
}
