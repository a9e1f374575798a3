// The last step of `npm run package`: lists every file of the archive with its size, from the archive itself. vsce shows
// a folder with many files as one line.
//
//   node test/support/listPackage.mjs secret-router.vsix
import { readFileSync } from "node:fs";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("Name the archive to list.");
const archive = readFileSync(path);
const files = filesIn(archive).sort((first, second) => (first.name < second.name ? -1 : 1));
const line = (bytes, name) => `${String(bytes).padStart(9)}  ${name}\n`;
for (const { bytes, name } of files) process.stdout.write(line(bytes, name));
const unpacked = files.reduce((sum, { bytes }) => sum + bytes, 0);
process.stdout.write(line(unpacked, `bytes in ${files.length} files; ${archive.length} bytes packed`));

/** Of a zip archive, by its directory, which stands at its end. */
function filesIn(zip) {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0) throw new Error("This is no archive that can be listed.");
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (zip.toString("latin1", at, at + 4) !== "PK\x01\x02")
      throw new Error("The archive's directory is broken.");
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const file = { bytes: zip.readUInt32LE(at + 24), name: zip.toString("utf8", at + 46, nameEnd) };
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return file;
  });
}
