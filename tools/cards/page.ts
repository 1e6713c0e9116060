import type { Page } from "playwright-core";
import { findFile } from "../../demo/page/files.ts";
import type { Sample } from "./samples.ts";

export const ORIGIN = "http://gallery.invalid/";

/** Looks, and how wide a card is in them: a channel on a desktop, and a phone. */
const LOOKS = [
  { name: "light", scheme: "light", width: 560 },
  { name: "dark", scheme: "dark", width: 560 },
  { name: "narrow", scheme: "light", width: 288 },
] as const;

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" fill="#7f85f5"/><circle cx="12" cy="9" r="4" fill="#fff"/><path d="M4 22c1-6 15-6 16 0z" fill="#fff"/></svg>`;

/** Answers everything the page asks for: our demo's own scripts and styles, and one picture for all people. */
export async function serveGallery(page: Page, samples: readonly Sample[]): Promise<void> {
  await page.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (!url.href.startsWith(ORIGIN)) return route.fulfill({ contentType: "image/svg+xml", body: PICTURE });
    if (url.pathname === "/") return route.fulfill({ contentType: "text/html", body: toHtml(samples) });
    const file = await findFile(url.pathname);
    if (file === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType: file.type, body: file.content });
  });
}

function toHtml(samples: readonly Sample[]): string {
  const data = JSON.stringify({ samples, looks: LOOKS }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <link rel="stylesheet" href="/style/theme.css" />
    <link rel="stylesheet" href="/style/card.css" />
    <style>
      html, body { height: auto; overflow: visible; }
      body { display: flex; gap: 16px; align-items: flex-start; margin: 16px; }
      section { padding: 12px; background: var(--page-back); color: var(--text); }
      h2 { margin: 12px 0 4px; font: 12px var(--mono); }
    </style>
    <script src="/vendor/adaptivecards.js"></script>
    <script src="/vendor/markdown-it.js"></script>
  </head>
  <body>
    <script type="application/json" id="data">${data}</script>
    <script type="module">
      import { drawCard, prepareCards } from "/script/card.js";
      const { samples, looks } = JSON.parse(document.getElementById("data").textContent);
      prepareCards();
      for (const look of looks) {
        const section = document.createElement("section");
        section.style.colorScheme = look.scheme;
        section.style.width = look.width - 24 + "px";
        for (const { name, card } of samples) {
          const heading = document.createElement("h2");
          heading.textContent = name;
          const holder = document.createElement("div");
          holder.className = "card";
          holder.append(drawCard(card, () => {}));
          section.append(heading, holder);
        }
        document.body.append(section);
      }
      document.body.classList.add("drawn");
    </script>
  </body>
</html>`;
}
