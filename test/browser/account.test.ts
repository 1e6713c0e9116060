import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Browser, Page } from "playwright-core";
import { EMAIL, openAccounts, PASSWORD, type AccountWorld, type Invite } from "../features/accounts/world.ts";
import { until } from "../support/until.ts";
import { hasChromium, launchChromium, openWatched, type Watched } from "./chromium.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1r4l1pVdIq0n1xFJ0cM7b7lJQyQ0m5c8gq6w1Yq3bT ada@laptop";
const FINGERPRINT = "SHA256:uT1m0JwqQ0Q8kzQ0m5c8gq6w1Yq3bTJ1r4l1pVdIq0n";

describe("the pages for accounts in Chromium", function () {
  let browser: Browser;
  let world: AccountWorld;
  let watched: Watched;
  let invite: Invite;

  before(async function () {
    if (!hasChromium() && process.env["REQUIRE_SERVICES"] !== "1") {
      process.stderr.write("SKIPPED: the pages for accounts in Chromium: there is no /usr/bin/chromium\n");
      this.skip();
    }
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
  });

  beforeEach(async () => {
    world = await openAccounts();
    invite = await world.invite();
  });

  afterEach(async () => {
    await watched.context.close();
    await world.close();
    // That a form was refused is what some of these want; a policy that was violated is not.
    assert.deepEqual(
      watched.errors.filter((text) => !text.includes("the server responded with a status of 4")),
      [],
    );
    assert.deepEqual(watched.foreign, []);
  });

  async function newPage(options: Parameters<typeof openWatched>[1] = {}): Promise<Page> {
    watched = await openWatched(browser, options);
    watched.page.setDefaultTimeout(45_000);
    return watched.page;
  }

  async function signIn(page: Page, password = PASSWORD): Promise<void> {
    await page.goto(`${world.origin}/account`);
    await page.getByLabel("Email").fill(EMAIL);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  async function haveKey(): Promise<void> {
    await world.store.transaction((tx) =>
      tx.sshPublicKeys.add({
        ...{ userId: invite.recipient.id, type: "ssh-ed25519", publicKey: KEY },
        ...{ fingerprint: FINGERPRINT, comment: "ada@laptop" },
      }),
    );
  }

  it("lead by keyboard alone from the mail's link to the code", async () => {
    const page = await newPage();
    await page.goto(`${world.origin}/activate/${invite.token}`);

    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Tab");
    assert.equal(await page.locator('button[aria-pressed="false"]:focus').innerText(), "Show");
    await page.keyboard.press("Space");
    assert.equal(await page.getByLabel("Choose a password").getAttribute("type"), "text");
    assert.equal(await page.getByLabel("Choose a password").inputValue(), PASSWORD);
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "One more step" }).waitFor();
    assert.match(await page.locator(".code").innerText(), /account link [\w-]{9}/);
    await page.getByRole("link", { name: "Your account page" }).click();
    await page.getByRole("button", { name: "Get a code" }).click();
    await page.getByRole("heading", { name: "Link your account to Teams" }).waitFor();
  });

  it("lead from a forgotten password over the mail's link to a new one", async () => {
    await world.activate(invite);
    const page = await newPage();
    await page.goto(`${world.origin}/account`);

    await page.getByRole("link", { name: "Forgotten your password?" }).click();
    await page.getByLabel("Email").fill(EMAIL);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
    await until(() => world.mailed.length === 1);
    const [address = ""] = /http:\S+\/account\/reset\/[\w-]+/.exec(world.mailed[0]?.text ?? "") ?? [];
    await page.goto(address);
    await page.getByLabel("New password").fill("password1234");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByRole("alert").filter({ hasText: "easy to guess" }).waitFor();
    await page.getByLabel("New password").fill(`${PASSWORD} anew`);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Your password is changed" }).waitFor();

    await signIn(page, `${PASSWORD} anew`);
    await page.getByRole("button", { name: "Get a code" }).waitFor();
  });

  it("say beside the field what is wrong with a password, and put the cursor there", async () => {
    const page = await newPage();
    await page.goto(`${world.origin}/activate/${invite.token}`);

    await page.getByLabel("Choose a password").fill("password1234");
    await page.getByRole("button", { name: "Accept and make the account" }).click();

    await page.getByRole("alert").filter({ hasText: "easy to guess" }).waitFor();
    const field = page.getByLabel("Choose a password");
    assert.equal(await page.locator("input:focus").getAttribute("id"), "password");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.match((await field.getAttribute("aria-describedby")) ?? "", /password-problem/);
    await field.fill(PASSWORD);
    await field.press("Enter");
    await page.getByRole("heading", { name: "One more step" }).waitFor();
  });

  it("don't send a form twice when the page is loaded again", async () => {
    const page = await newPage();
    await page.goto(`${world.origin}/activate/${invite.token}`);
    await page.getByLabel("Choose a password").fill(PASSWORD);
    await page.getByLabel("Choose a password").press("Enter");
    await page.getByRole("heading", { name: "One more step" }).waitFor();

    await page.reload();

    await page.getByText("was accepted already").waitFor();
  });

  it("let people in, show their account, change the password and let them out", async () => {
    await world.activate(invite);
    await haveKey();
    const page = await newPage();
    await signIn(page, "not the password");
    await page.getByRole("alert").filter({ hasText: "don't go together" }).waitFor();
    assert.equal(await page.getByLabel("Email").inputValue(), EMAIL);

    await signIn(page);
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    await page.getByRole("button", { name: `Remove key ${FINGERPRINT}` }).waitFor();
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.getByLabel("New password").fill("seven lanterns over the quiet harbor");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByRole("status").filter({ hasText: "Your password is changed" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in to your account" }).waitFor();

    await page.goBack();
    assert.equal(await page.getByText("Change password").count(), 0);
  });

  it("take no form from a page of another origin on this very host", async () => {
    await world.activate(invite);
    const page = await newPage();
    await signIn(page);
    const evil = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end(
        `<title>Win</title><form method="post" action="${world.origin}/account/logout"><button>Win</button></form>`,
      );
    }).listen(0, "127.0.0.1");
    await once(evil, "listening");
    const address = evil.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole("button", { name: "Win" }).click();

    await page.getByText("came from another site").waitFor();
    await page.goto(`${world.origin}/account`);
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    evil.close();
  });

  it("name every field and button", async () => {
    await world.activate(invite);
    await haveKey();
    const page = await newPage();
    for (const path of [
      "/account",
      `/activate/${(await world.invite({ team: "B", email: "b@example.test" })).token}`,
    ]) {
      if (path === "/account") await signIn(page);
      await page.goto(`${world.origin}${path}`);
      for (const field of await page.locator("input:visible, textarea:visible").all()) {
        const id = (await field.getAttribute("id")) ?? "";
        assert.equal(await page.locator(`label[for="${id}"]`).count(), 1, `${path} ${id}`);
        for (const about of ((await field.getAttribute("aria-describedby")) ?? "").split(" ").filter(Boolean))
          assert.equal(await page.locator(`#${about}`).count(), 1, `${path} ${about}`);
      }
      const unnamed = page.locator("button:visible:not([aria-label])").filter({ hasNotText: /\S/ });
      assert.equal(await unnamed.count(), 0);
      assert.equal(await page.locator("h1").count(), 1);
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
    }
  });

  for (const width of [320, 390, 1440])
    it(`fit ${String(width)} pixels`, async () => {
      await world.activate(invite);
      await haveKey();
      const second = await world.invite({ team: "B".repeat(100), email: `${"b".repeat(60)}@example.test` });
      const page = await newPage({ width, height: 844, dark: width === 390 });
      const wide = () => page.evaluate("document.documentElement.scrollWidth");

      await page.goto(`${world.origin}/activate/${second.token}`);
      assert.equal(await wide(), width);
      await signIn(page);
      await page.getByRole("heading", { name: "Your account" }).waitFor();
      assert.equal(await wide(), width);
      await page.getByRole("button", { name: "Get a code" }).click();
      await page.locator(".code").waitFor();
      assert.equal(await wide(), width);
    });

  it("can be used without scripts", async () => {
    watched = await openWatched(browser);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await page.goto(`${world.origin}/activate/${invite.token}`);
    assert.equal(await page.getByRole("button", { name: "Show" }).count(), 0);
    await page.getByLabel("Choose a password").fill(PASSWORD);
    await page.getByRole("button", { name: "Accept and make the account" }).click();

    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await context.close();
  });
});
