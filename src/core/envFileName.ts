/** Whether a file of this name is one that programs load secrets from. Templates hold placeholders. */
export function isEnvFileName(name: string): boolean {
  return /^\.env(\..+)?$/.test(name) && !/\.(example|sample|template|dist|schema)$/.test(name);
}
