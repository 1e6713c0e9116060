import type { Locator, Page } from "playwright-core";
import { openedBy, type Watched } from "./chromium.ts";

/** The box in which one writes. */
export function messageBox(page: Page): Locator {
  return page.getByRole("textbox", { name: "Message" });
}

/** The column of the GitHub lab. */
export function labOf(page: Page): Locator {
  return page.getByRole("complementary", { name: "GitHub lab" });
}

/** Types a message as a person would, with the name after the at sign chosen from the list. */
export async function mentionAndSay(page: Page, text: string): Promise<void> {
  const box = messageBox(page);
  await box.click();
  await box.pressSequentially("@Gi");
  await page.getByRole("option", { name: /GitHub/ }).waitFor();
  await box.press("Enter");
  await box.pressSequentially(text);
  await box.press("Enter");
}

/** From the sign-in card through the pages of Ployst and GitHub; what the last page says to tell the bot. */
export async function signIn(watched: Watched, login: string): Promise<string> {
  const { page } = watched;
  const tab = await openedBy(watched, () =>
    page.getByRole("button", { name: "Connect GitHub account" }).last().click(),
  );
  await tab.getByRole("link", { name: "Continue to GitHub" }).click();
  await tab.getByRole("button", { name: `Continue as ${login}` }).click();
  const code = await tab.locator(".code code").textContent();
  await tab.close();
  return code ?? "";
}

/** From the install card through GitHub's page. */
export async function install(watched: Watched, login: string, account: string): Promise<void> {
  const { page } = watched;
  const tab = await openedBy(watched, () => page.getByRole("link", { name: "Install app" }).last().click());
  const form = tab.getByRole("group", { name: account, exact: true });
  await form.getByRole("button", { name: `Install as ${login}` }).click();
  await tab.waitForLoadState();
  await tab.close();
}

/** The whole way of a newcomer to the first subscription. */
export async function subscribe(watched: Watched): Promise<void> {
  await mentionAndSay(watched.page, "subscribe contoso/tools");
  await mentionAndSay(watched.page, await signIn(watched, "mira"));
  await install(watched, "mira", "contoso");
  await watched.page.getByText("✅ Subscribed to contoso/tools").waitFor();
}
