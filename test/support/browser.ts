import type { GitHubLab } from "../../demo/github/index.ts";

/** A browser with a cookie jar, as far as signing in needs one. */
export interface TestBrowser {
  /** GET without following redirects. */
  open(url: string): Promise<{ readonly status: number; readonly location: string; readonly html: string }>;
}

export function newBrowser(): TestBrowser {
  const cookies = new Map<string, string>();
  return {
    async open(url) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await fetch(url, { redirect: "manual", headers: { accept: "text/html", cookie } });
      for (const header of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
        if (name !== undefined && value !== undefined) cookies.set(name, value);
      }
      return {
        status: response.status,
        location: response.headers.get("location") ?? "",
        html: await response.text(),
      };
    },
  };
}

/** Follows a sign-in link to the end, signing in at GitHub as `login`: the page with the code, or what stopped it. */
export async function followSignIn(
  startUrl: string,
  login: string,
  lab: GitHubLab,
  browser = newBrowser(),
): Promise<{ readonly status: number; readonly html: string; readonly code: string }> {
  const start = await browser.open(startUrl);
  if (start.status !== 200) return { ...start, code: "" };
  const toGitHub = await browser.open(`${startUrl}&go=1`);
  if (toGitHub.location === "") return { ...toGitHub, code: "" };
  const callback = await lab.authorize(login, toGitHub.location);
  const page = await browser.open(callback);
  return { ...page, code: /signin (\d{6})/.exec(page.html)?.[1] ?? "" };
}
