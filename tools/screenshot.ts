import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import type { Scene } from "../demo/cast.ts";
import { startPage } from "../demo/page/index.ts";
import { startStage } from "../demo/stage.ts";
import { playStory } from "../demo/story.ts";
import { connecting } from "../demo/story/connecting.ts";
import { Teller } from "../demo/story/teller.ts";
import { launchChromium, openWatched } from "../test/browser/chromium.ts";

const FOLDER = fileURLToPath(new URL("../docs/images/", import.meta.url));
const REPOSITORY = "contoso/tools";

/** Makes the pictures of the README: the demo's channel after a part of its story, light and dark. */
async function run(): Promise<void> {
  const stage = await startStage();
  const page = await startPage(stage);
  const browser = await launchChromium();
  try {
    const silent = (): void => undefined;
    if (!(await playStory(stage, { steps: connecting, write: silent }))) throw new Error("The story broke.");
    await happen(stage);
    await mkdir(FOLDER, { recursive: true });
    await take(browser, page.url, "demo-channel.png", false);
    await take(browser, page.url, "demo-channel-dark.png", true);
  } finally {
    await browser.close();
    await page.close();
    await stage.stop();
  }
}

/** An issue with a comment, and a pull request on its way. */
async function happen(scene: Scene): Promise<void> {
  const { lab } = scene;
  const teller = new Teller(scene);
  await lab.openIssue(REPOSITORY, { by: "jon", title: "Build fails on a fresh clone" });
  const issue = await teller.see(/#1 Build fails/);
  await lab.commentIssue(REPOSITORY, 1, {
    by: "mira",
    body: "I can reproduce this: `make` stops at the second target.",
  });
  await teller.hear(issue, /I can reproduce/);
  await lab.openPullRequest(REPOSITORY, {
    by: "jon",
    title: "Install the toolchain first",
    body: "Fixes #1. The second target needs the compiler that the third one installs.",
    head: "toolchain-first",
  });
  const pull = await teller.see(/#2 Install the toolchain/);
  await lab.checkRun(REPOSITORY, { name: "build", pr: 2, status: "completed", conclusion: "success" });
  await lab.checkRun(REPOSITORY, { name: "test", pr: 2, status: "in_progress" });
  await lab.review(REPOSITORY, 2, { by: "mira", state: "approved" });
  await teller.seeUpdated(pull, /mira approved/);
}

async function take(browser: Browser, url: string, name: string, dark: boolean): Promise<void> {
  const { page, context } = await openWatched(browser, { dark });
  await page.goto(url);
  await page.getByText("Install the toolchain first").first().waitFor();
  // The flash of what has just come would be in the picture.
  await page.waitForFunction("document.getAnimations().length === 0");
  await page.screenshot({ path: `${FOLDER}${name}` });
  await context.close();
}

await run();
