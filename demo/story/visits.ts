import type { CastMember } from "../cast.ts";
import type { FakeMessage } from "../teams/connector/index.ts";
import { Browser, toText, type Tab } from "./browser.ts";
import { expect } from "./teller.ts";
import type { Teller } from "./teller.ts";

/** Presses the card's button, which opens a page: the page. */
async function openFrom(
  teller: Teller,
  who: CastMember,
  card: FakeMessage,
  button: string,
): Promise<[Browser, Tab]> {
  const { url } = await teller.press(who, card, button);
  if (url === undefined) throw new Error(`"${button}" opens no page`);
  const browser = new Browser();
  return [browser, await browser.open(url)];
}

/** Goes through the sign-in pages of Ployst and GitHub; gives what the last page says to tell the bot. */
export async function signInAtGitHub(teller: Teller, who: CastMember, card: FakeMessage): Promise<string> {
  const [browser, whose] = await openFrom(teller, who, card, "Connect GitHub account");
  expect(
    toText(whose.html).includes(who.person.name),
    `a page that says whose link it is`,
    toText(whose.html),
  );
  const authorize = await browser.follow(whose, "Continue to GitHub");
  expect(authorize.url.includes("code_challenge_method=S256"), "PKCE with S256", authorize.url);
  const last = await browser.press(authorize, `Continue as ${who.login}`);
  const command = /signin \d{6}/.exec(toText(last.html))?.[0];
  if (command === undefined) throw new Error(`The last page has no code: ${toText(last.html)}`);
  return command;
}

/** Follows the link of an invitation and chooses a password; gives what the last page says to tell the bot. */
export async function activateAccount(link: string, password: string): Promise<string> {
  const browser = new Browser();
  const page = await browser.open(link);
  const last = await browser.press(page, "Accept and make the account", "", { password });
  const command = /account link [\w-]+/.exec(toText(last.html))?.[0];
  if (command === undefined) throw new Error(`The last page has no code: ${toText(last.html)}`);
  return command;
}

/** Installs the GitHub App from the card's button, on the named account's repositories. */
export async function installAtGitHub(
  teller: Teller,
  who: CastMember,
  card: FakeMessage,
  account: string,
): Promise<void> {
  const [browser, page] = await openFrom(teller, who, card, "Install app");
  await browser.press(page, `Install as ${who.login}`, account);
}
