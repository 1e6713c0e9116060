import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { startPage, type Page as DemoPage } from "../../demo/page/index.ts";
import { startStage, type Stage } from "../../demo/stage.ts";
import { hasChromium, launchChromium, openedBy, openWatched, type Watched } from "./chromium.ts";
import { labOf, mentionAndSay, messageBox, signIn, subscribe } from "./path.ts";

describe("the demo in Chromium", function () {
  let browser: Browser;
  let stage: Stage;
  let demo: DemoPage;
  let watched: Watched;

  before(async function () {
    if (!hasChromium() && process.env["REQUIRE_SERVICES"] !== "1") {
      process.stderr.write("SKIPPED: the demo in Chromium: there is no /usr/bin/chromium\n");
      this.skip();
    }
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
  });

  async function open(options: Parameters<typeof openWatched>[1] = {}): Promise<Watched> {
    stage = await startStage();
    demo = await startPage(stage);
    watched = await openWatched(browser, options);
    watched.page.setDefaultTimeout(45_000);
    await watched.page.goto(demo.url);
    await watched.page.getByText("Hi, I'm GitHub").waitFor();
    return watched;
  }

  afterEach(async () => {
    await watched.context.close();
    await demo.close();
    await stage.stop();
    assert.deepEqual(watched.errors, []);
    assert.deepEqual(watched.foreign, []);
  });

  it("leads a newcomer from the first word to a card that stays up to date", async () => {
    const { page } = await open();

    await subscribe(watched);
    const lab = labOf(page);
    await lab.getByRole("textbox", { name: "Title" }).fill("Stove is cold");
    await lab.getByRole("button", { name: "Open issue" }).click();
    const post = page.getByRole("article").filter({ hasText: "Stove is cold" });
    await post.getByText("🟢 Open").waitFor();
    await lab.getByRole("textbox", { name: "Text" }).fill("On it.");
    await lab.getByRole("button", { name: "Comment" }).click();
    await post.getByText("On it.").waitFor();
    await lab.getByRole("button", { name: "Close" }).click();
    await post.getByText("🟣 Closed", { exact: true }).waitFor();

    assert.equal(await post.count(), 1);
    assert.equal(await post.getByText("Edited").count(), 1);
    assert.equal(await post.getByText("🟢 Open").count(), 0);
  });

  it("lets the person who asked press a card's button, and shows others why they may not", async () => {
    const { page } = await open();
    await subscribe(watched);

    await mentionAndSay(page, "signout");
    const post = page.getByRole("article").filter({ hasText: "Sign out @mira?" });
    await post.getByRole("button", { name: "Sign out" }).waitFor();
    await page.getByRole("radio", { name: /^Jon/ }).click();
    await post.getByRole("button", { name: "Sign out" }).click();
    await post.getByText("Only the person who ran the command can confirm it").waitFor();
    await page.getByRole("radio", { name: /^Mira/ }).click();
    await post.getByRole("button", { name: "Sign out" }).click();

    await page.getByText("Some subscriptions here have stopped").waitFor();
    assert.equal(await page.getByRole("button", { name: "Sign out" }).count(), 0);
  });

  it("suggests what comes next, and ends a dialog with what the bot said", async () => {
    const { page } = await open();
    await subscribe(watched);

    await page.getByRole("button", { name: "Say @GitHub subscribe contoso/tools workflows" }).click();
    await page.getByText("✅ Updated contoso/tools").waitFor();
    await labOf(page).getByRole("button", { name: "Deployment that waits" }).click();
    await page.getByRole("button", { name: "Approve…" }).click();
    const dialog = page.getByRole("dialog", { name: "Approve a deployment" });
    await dialog.getByRole("button", { name: "Approve", exact: true }).click();
    await dialog.getByText("✅ Approved production").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();

    await page.getByText("✅ production by mira").waitFor();
    assert.equal(await page.getByRole("button", { name: "Approve…" }).count(), 0);
  });

  it("leads from an invitation in the mailbox to a member of the team", async () => {
    const { page } = await open();
    await mentionAndSay(page, "team create Platform");
    await page.getByText("is made. You own it").waitFor();
    await page.getByRole("button", { name: "Say @GitHub team invite ada@contoso.example Lovelace" }).click();
    const mail = page.getByRole("region", { name: "Mailbox" });

    const tab = await openedBy(watched, () => mail.getByRole("link", { name: "Open the link" }).click());
    await tab.getByLabel("Choose a password").fill("seven lamps behind a green door");
    await tab.getByRole("button", { name: "Accept and make the account" }).click();
    const code = await tab.getByText(/^account link [\w-]+$/).textContent();
    await tab.close();
    await page.getByRole("radio", { name: /^Ada/ }).click();
    await page
      .getByRole("navigation", { name: "Conversations" })
      .getByRole("button", { name: "GitHub" })
      .click();
    await messageBox(page).fill(code ?? "");
    await messageBox(page).press("Enter");

    await page.getByText("is linked to Teams").waitFor();
  });

  it("keeps people's chats with the bot apart, and needs no mention there", async () => {
    const { page } = await open();

    await page.getByRole("radio", { name: /^Eve/ }).click();
    await page
      .getByRole("navigation", { name: "Conversations" })
      .getByRole("button", { name: "GitHub" })
      .click();
    await messageBox(page).fill("signin");
    await messageBox(page).press("Enter");
    const code = await signIn(watched, "eve");
    await messageBox(page).fill(code);
    await messageBox(page).press("Enter");
    await page.getByText("connected to GitHub as @eve").waitFor();
    await page.getByRole("radio", { name: /^Jon/ }).click();

    await page.getByRole("heading", { name: "GitHub", exact: true }).waitFor();
    assert.equal(await page.getByText("connected to GitHub as @eve").count(), 0);
  });

  it("draws a hostile title as words", async () => {
    const { page } = await open();
    await subscribe(watched);

    await labOf(page).getByRole("button", { name: "Issue with a hostile title" }).click();
    const post = page.getByRole("article").filter({ hasText: "<at>everyone</at>" });
    await post.waitFor();

    assert.equal(await post.locator("img:not(.avatar)").count(), 0);
    for (const link of await post.getByRole("link").all()) {
      const href = await link.getAttribute("href");
      assert.ok(href === null || href.startsWith(stage.lab.webUrl), String(href));
    }
  });

  it("can be used by keyboard alone, and by those who see what is said", async () => {
    const { page } = await open();

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("@Gi");
    await page.keyboard.press("Tab");
    await page.keyboard.type("help");
    await page.keyboard.press("Enter");
    await page.getByText("subscribe <owner/repo>").first().waitFor();
    const unnamed = page.locator("button:visible:not([aria-label])").filter({ hasNotText: /\S/ });
    const fields = page.locator("input:visible, select:visible");
    const labelled = page.locator("label :is(input, select):visible");

    assert.equal(await unnamed.count(), 0);
    assert.equal(await labelled.count(), await fields.count());
  });

  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const) {
    it(`fits ${String(width)} pixels`, async () => {
      const { page } = await open({ width, height, dark: width === 390 });
      await page.getByRole("button", { name: /^Say @GitHub help/ }).click();
      await page.getByText("subscribe <owner/repo>").first().waitFor();

      const wide = await page.evaluate("document.documentElement.scrollWidth");

      assert.equal(wide, width);
      if (width > 400) return;
      await page.getByRole("button", { name: "Lab and mail" }).click();
      await labOf(page).getByRole("button", { name: "Open issue" }).waitFor();
      await page.getByRole("button", { name: "Chats" }).click();
      await page.getByRole("button", { name: "ops" }).click();
      await page.getByRole("heading", { name: "ops" }).waitFor();
    });
  }
});
