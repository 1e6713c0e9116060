import type { World } from "./world.ts";

/** Plays a person's browser on the lab's pages: opens the page, presses the button, gives back where it was sent. */
export interface Browser {
  /**
   * Opens an authorisation address and continues as `login` (with `deny`, cancels). Resolves to the callback address
   * with `code` and `state`, or with `error`. Throws when the page itself refuses.
   */
  authorize(login: string, authorizeUrl: string, options?: { deny?: boolean }): Promise<string>;
  /** Opens the App's installation page and installs. Resolves to the setup address it was sent to. */
  installInBrowser(
    login: string,
    installUrl: string,
    choice: { account: string; repositories: "all" | string[] },
  ): Promise<string>;
  /** Sends a manifest form and confirms it. Resolves to the manifest's redirect address with `code` and `state`. */
  registerApp(login: string, formUrl: string, manifest: unknown): Promise<string>;
}

export function createBrowser(world: World): Browser {
  return {
    async authorize(login, authorizeUrl, { deny = false } = {}) {
      const opened = await fetch(authorizeUrl, { redirect: "manual" });
      const sent = opened.headers.get("location");
      if (sent !== null) return sent;
      await refuseUnless(opened, 200);
      const form = new URLSearchParams(new URL(authorizeUrl).searchParams);
      form.set("as", deny ? "" : login);
      return await submit(`${world.webUrl}/login/oauth/authorize`, form);
    },
    async installInBrowser(login, installUrl, { account, repositories }) {
      await refuseUnless(await fetch(installUrl), 200);
      const { pathname, searchParams } = new URL(installUrl);
      const form = new URLSearchParams(searchParams);
      form.set("as", login);
      form.set("account", account);
      form.set("selection", repositories === "all" ? "all" : "selected");
      for (const id of repositories === "all" ? [] : idsOf(world, repositories))
        form.append("repository", id);
      return await submit(
        `${world.webUrl}${pathname.replace(/^\/github-apps/, "/apps").replace(/\/(new|select_target|new\/permissions)$/, "")}`,
        form,
      );
    },
    async registerApp(login, formUrl, manifest) {
      const form = new URLSearchParams({ manifest: JSON.stringify(manifest) });
      await refuseUnless(await fetch(formUrl, { method: "POST", body: form }), 200);
      const url = new URL(formUrl);
      const state = url.searchParams.get("state");
      const org = /^\/organizations\/([^/]+)\//.exec(url.pathname)?.[1];
      form.set("as", login);
      if (state !== null) form.set("state", state);
      if (org !== undefined) form.set("owner", org);
      return await submit(`${world.webUrl}/settings/apps`, form);
    },
  };
}

function idsOf(world: World, names: readonly string[]): string[] {
  return names.map((name) => String(world.repositoriesByName.get(name.toLowerCase())?.id ?? 0));
}

async function submit(url: string, form: URLSearchParams): Promise<string> {
  const response = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  const location = response.headers.get("location");
  if (location !== null) return location;
  throw new Error(`The lab answered ${String(response.status)}: ${await response.text()}`);
}

async function refuseUnless(response: Response, status: number): Promise<void> {
  if (response.status === status) {
    await response.body?.cancel();
    return;
  }
  throw new Error(`The lab answered ${String(response.status)}: ${await response.text()}`);
}
