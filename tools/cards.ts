import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchChromium } from "../test/browser/chromium.ts";
import { listSamples, type Sample } from "./cards/samples.ts";
import { ORIGIN, serveGallery } from "./cards/page.ts";

const FOLDER = fileURLToPath(new URL("../gallery/", import.meta.url));
const CARDS_A_PICTURE = 4;

/**
 * Draws every card with its samples, light, dark and narrow, into `gallery/<feature>-<n>.png`, as our demo draws them:
 * Microsoft's renderer with Teams' look. For eyes; tests don't compare pictures.
 */
async function run(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const [feature, samples] of groupByFeature(listSamples())) await draw(browser, feature, samples);
  } finally {
    await browser.close();
  }
}

function groupByFeature(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  return Map.groupBy(samples, ({ name }) => name.split("/", 1)[0] ?? "");
}

async function draw(browser: Browser, feature: string, samples: readonly Sample[]): Promise<void> {
  for (let start = 0; start < samples.length; start += CARDS_A_PICTURE) {
    const shown = samples.slice(start, start + CARDS_A_PICTURE);
    const name = `${feature}-${String(start / CARDS_A_PICTURE + 1)}.png`;
    const context = await browser.newContext({ viewport: { width: 1480, height: 400 }, locale: "en-US" });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await serveGallery(page, shown);
    await page.goto(ORIGIN);
    await page.locator("body.drawn").waitFor();
    await page.screenshot({ path: `${FOLDER}${name}`, fullPage: true });
    await context.close();
    if (problems.length > 0) throw new Error(`${name}: ${problems.join("; ")}`);
    process.stdout.write(`gallery/${name}: ${shown.map((sample) => sample.name).join(", ")}\n`);
  }
}

await run();
