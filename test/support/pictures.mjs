// `npm run pictures`: lets the test of the new user take its pictures in the newest editor, copies them to where the
// README and the walkthrough show them, and draws the icon. Needs what test/vscode needs.
//
//   npm run pictures -- --icon     the icon alone
//   npm run pictures -- --copy     copies what an earlier run has left in test-results
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { smallPng } from "./smallPng.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const newestEditor = "1.139.1";
const allThemes = ["light", "dark", "hc", "hcLight"];
const iconPixels = 128;

// Where each picture goes, and in which themes.
const places = [
  ...["see", "store", "compare", "dual", "vault"].map((step) => ({
    name: `begin-${step}`,
    themes: allThemes,
    to: (theme) => `media/walkthrough/${step}-${theme}.png`,
  })),
  ...["overview", "walkthrough"].map((name) => ({
    name,
    themes: allThemes,
    to: (theme) => `docs/pictures/${name}-${theme}.png`,
  })),
];

const options = process.argv.slice(2);
if (!options.includes("--icon") && !options.includes("--copy")) takePictures();
await inBrowser(async (page) => {
  await drawIcon(page);
  if (!options.includes("--icon")) await copyPictures(page);
});

function takePictures() {
  const { status } = spawnSync(
    process.execPath,
    [join(root, "test", "run.mjs"), "--project", "vscode", "newUser"],
    { cwd: root, stdio: "inherit", env: { ...process.env, SECRET_ROUTER_TEST_EDITOR: newestEditor } },
  );
  if (status !== 0) throw new Error("The test of the new user failed: there is nothing true to show.");
}

async function copyPictures(page) {
  for (const { name, themes, to } of places) {
    for (const theme of themes) {
      const from = join(root, "test-results", `${name}-${theme}-${newestEditor}.png`);
      if (!existsSync(from))
        throw new Error(`${from} was not taken. Is chromium there, and the editor of test/vscode?`);
      mkdirSync(dirname(join(root, to(theme))), { recursive: true });
      writeFileSync(join(root, to(theme)), await smallPng(page, readFileSync(from)));
    }
  }
}

/** The symbol of the activity bar on a ground of its own: the marketplace shows it on light and on dark pages. */
async function drawIcon(page) {
  await page.setViewportSize({ width: iconPixels, height: iconPixels });
  await page.setContent(`<style>body { margin: 0 }</style>
<svg xmlns="http://www.w3.org/2000/svg" width="${iconPixels}" height="${iconPixels}" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#1f3044"/>
<g transform="translate(4 4)" fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
<path stroke="#8fb3d9" d="M10.5 12H13c2 0 2-6 4-6h3.5M13 12c2 0 2 6 4 6h3.5M18.5 3.5L21 6l-2.5 2.5M18.5 15.5L21 18l-2.5 2.5"/>
<circle cx="7" cy="12" r="3.5" stroke="#ffffff" fill="#1f3044"/>
</g></svg>`);
  await page.screenshot({ path: join(root, "media", "icon.png"), omitBackground: true });
}

async function inBrowser(act) {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  if (executablePath === undefined)
    throw new Error("Install Debian's package chromium, which draws the pictures.");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await act(await browser.newPage());
  } finally {
    await browser.close();
  }
}
