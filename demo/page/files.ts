import { readFile } from "node:fs/promises";

const HTML = "text/html; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const SVG = "image/svg+xml";

const OWN = {
  "/": ["index.html", HTML],
  "/icon.svg": ["icon.svg", SVG],
  "/bot.svg": ["bot.svg", SVG],
  "/style/theme.css": ["style/theme.css", CSS],
  "/style/layout.css": ["style/layout.css", CSS],
  "/style/chat.css": ["style/chat.css", CSS],
  "/style/card.css": ["style/card.css", CSS],
  "/style/lab.css": ["style/lab.css", CSS],
  "/style/mailbox.css": ["style/mailbox.css", CSS],
  ...scripts(
    "main",
    "dom",
    "state",
    "server",
    "rail",
    "people",
    "conversation",
    "message",
    "message-card",
    "text",
    "markdown",
  ),
  ...scripts(
    "card",
    "libraries",
    "host-config",
    "compose",
    "mention-list",
    "hints",
    "dialog",
    "lab-panel",
    "lab-forms",
    "mailbox",
  ),
} satisfies Record<string, [string, string]>;

const VENDOR = {
  "/vendor/adaptivecards.js": ["adaptivecards/dist/adaptivecards.min.js", SCRIPT],
  "/vendor/markdown-it.js": ["markdown-it/dist/browser/markdown-it.umd.min.js", SCRIPT],
} satisfies Record<string, [string, string]>;

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** A file of the page, by the path it is asked for under; nothing but the listed ones is served. */
export async function findFile(path: string): Promise<PageFile | undefined> {
  const own = new Map<string, [string, string]>(Object.entries(OWN)).get(path);
  if (own !== undefined) return read(new URL(`./public/${own[0]}`, import.meta.url), own[1]);
  const vendor = new Map<string, [string, string]>(Object.entries(VENDOR)).get(path);
  if (vendor === undefined) return undefined;
  return read(new URL(`../../node_modules/${vendor[0]}`, import.meta.url), vendor[1]);
}

async function read(url: URL, type: string): Promise<PageFile> {
  return { type, content: await readFile(url) };
}

function scripts(...names: readonly string[]): Record<string, [string, string]> {
  return Object.fromEntries(names.map((name) => [`/script/${name}.js`, [`script/${name}.js`, SCRIPT]]));
}
