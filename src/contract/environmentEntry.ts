/** Linux takes no more in one `NAME=value` with the NUL that ends it; a program that is given more does not start. */
export const maxEnvironmentEntryBytes = 128 * 1024;

/** Whether a new process can be given a variable of that name and value. */
export function fitsEnvironment(name: string, value: string): boolean {
  if (value.indexOf("\0") !== -1) return false;
  const units = name.length + value.length + 2;
  // No UTF-16 unit takes more than three bytes: most values need not be counted.
  if (units * 3 <= maxEnvironmentEntryBytes) return true;
  return units + additionalBytes(name) + additionalBytes(value) <= maxEnvironmentEntryBytes;
}

/** What UTF-8 takes beyond one byte for each UTF-16 unit. */
function additionalBytes(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // The two halves of a surrogate pair take four bytes together.
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit >= 0x80) bytes += 1;
  }
  return bytes;
}
