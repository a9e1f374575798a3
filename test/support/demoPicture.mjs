// `node test/support/demoPicture.mjs`: plays the demo on a terminal and draws what it really printed as docs/pictures/demo.svg,
// readable on light and dark pages. Needs the program `script` of util-linux.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const cellWidth = 8.4;
const lineHeight = 19;
const margin = 18;
const minColumns = 80;

const command = `"${process.execPath}" "${join(root, "dist", "cli.js")}" demo --seconds 60`;
// A terminal of no known size: colours, and lines that stay.
const { status, stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
  encoding: "utf8",
  env: { ...process.env, TERM: "xterm-256color" },
  stdio: ["ignore", "pipe", "inherit"],
});
if (status !== 0)
  throw new Error(`The demo ended with ${status}: there is nothing to be proud of.\n${stdout}`);

const printed = stdout.replaceAll("\r", "").trimEnd().split("\n");
const lines = ["\u001b[2m$\u001b[22m secret-router demo", ...printed].map(segmentsOf);
const columns = Math.max(minColumns, ...lines.map((line) => Math.max(0, ...line.map(({ end }) => end))));
const width = Math.ceil(columns * cellWidth + 2 * margin);
const height = lines.length * lineHeight + 2 * margin;

writeFileSync(
  join(root, "docs", "pictures", "demo.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What secret-router demo prints">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre; }
rect { fill: #f6f8fa; stroke: #d1d9e0; }
.dim { fill: #59636e; }
.bold { font-weight: 600; }
.green { fill: #116329; }
.yellow { fill: #7d4e00; }
.red { fill: #a40e26; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
rect { fill: #0d1117; stroke: #3d444d; }
.dim { fill: #9198a1; }
.green { fill: #56d364; }
.yellow { fill: #e3b341; }
.red { fill: #ff7b72; }
}
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${lines.map(drawLine).filter(Boolean).join("\n")}
</svg>
`,
);

/** Splits a line where its look changes. */
function segmentsOf(line) {
  const segments = [];
  const look = new Set();
  let column = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a change of look.
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a change of look.
    const codes = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) {
      for (const code of codes.split(";")) apply(look, Number(code));
    } else if (part !== "") {
      const length = [...part].length;
      segments.push({ text: part, start: column, end: column + length, look: [...look].join(" ") });
      column += length;
    }
  }
  return segments;
}

function apply(look, code) {
  const colours = { 31: "red", 32: "green", 33: "yellow" };
  if (code === 1) look.add("bold");
  else if (code === 2) look.add("dim");
  else if (code === 22) for (const name of ["bold", "dim"]) look.delete(name);
  else if (code === 39) for (const name of Object.values(colours)) look.delete(name);
  else if (colours[code] !== undefined) look.add(colours[code]);
}

/** Each segment is put on its column, so that no font can push the columns out of line. */
function drawLine(segments, index) {
  const y = margin + (index + 0.75) * lineHeight;
  return segments
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, start, look }) => {
      const x = (margin + start * cellWidth).toFixed(1);
      const length = ([...text.trimEnd()].length * cellWidth).toFixed(1);
      const style = look === "" ? "" : ` class="${look}"`;
      return `<text x="${x}" y="${y.toFixed(1)}"${style} textLength="${length}" xml:space="preserve">${escapeXml(text.trimEnd())}</text>`;
    })
    .join("\n");
}

function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
