import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

const PROGRAM = "/usr/bin/chromium";
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Is there a Chromium? Without one a test is skipped, loudly. */
export function hasChromium(): boolean {
  return existsSync(PROGRAM);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: PROGRAM, args: ARGUMENTS });
}

export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the page's own: thrown, or on its console. */
  readonly errors: string[];
  /** Addresses that are not on this machine; each such request is stopped. */
  readonly foreign: string[];
}

/** A tab whose errors are watched; requests are watched in those that it opens too. */
export async function openWatched(
  browser: Browser,
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark === true ? "dark" : "light",
    locale: "en-US",
  });
  const errors: string[] = [];
  const foreign: string[] = [];
  await context.route(
    ({ hostname }) => hostname !== "127.0.0.1",
    async (route) => {
      foreign.push(route.request().url());
      await route.abort();
    },
  );
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  return { context, page, errors, foreign };
}

/** Presses what opens a new tab, and gives that tab. */
export async function openedBy({ context }: Watched, press: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([context.waitForEvent("page"), press()]);
  await opened.waitForLoadState();
  return opened;
}
