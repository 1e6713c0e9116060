import MarkdownIt from "markdown-it";
import { readable } from "../conversation-log.ts";
import type { FakeMessage, JsonObject } from "../teams/connector/index.ts";
import { recall, step, type Step } from "./step.ts";
import { expect, type Teller } from "./teller.ts";

const REPOSITORY = "contoso/tools";
const HOSTILE =
  '<at>everyone</at> **[click me](https://evil.example)** <img src=x onerror="alert(1)"> ${secret}';

/** What happens on GitHub, as live cards. */
export const events: readonly Step[] = [
  step("an issue opened on GitHub becomes a card", async (teller, { messages }) => {
    await teller.scene.lab.openIssue(REPOSITORY, {
      by: "jon",
      title: "Build fails on a fresh clone",
      body: "Since **Tuesday** `make` stops at the second target.",
      labels: ["bug"],
    });
    messages.set("issue", await teller.see(/🟢 Open[^]*#1 Build fails on a fresh clone/));
  }),
  step("a comment comes into its thread", async (teller, memory) => {
    await teller.scene.lab.commentIssue(REPOSITORY, 1, { by: "mira", body: "I can reproduce this." });
    await teller.hear(recall(memory, "issue"), /Comment by @mira[^]*I can reproduce this/);
  }),
  step("closing it updates the same card", async (teller, memory) => {
    await teller.scene.lab.closeIssue(REPOSITORY, 1, { by: "mira" });
    await teller.seeUpdated(recall(memory, "issue"), /🟣 Closed/);
    await teller.hear(recall(memory, "issue"), /Closed by @mira/);
    expectOneCard(teller, "#1 Build fails");
  }),
  step("a pull request is one card through its whole life: opened", async (teller, { messages }) => {
    await teller.scene.lab.openPullRequest(REPOSITORY, {
      by: "jon",
      title: "Install the toolchain first",
      body: "Fixes #1.",
      head: "toolchain-first",
    });
    messages.set("pull", await teller.see(/🟢 Open[^]*#2 Install the toolchain first/));
  }),
  step("… its checks run and succeed", async (teller, memory) => {
    const { lab } = teller.scene;
    await lab.checkRun(REPOSITORY, { name: "build", pr: 2, status: "in_progress" });
    await teller.seeUpdated(recall(memory, "pull"), /Checks: ⏳ 1 running/);
    await lab.checkRun(REPOSITORY, { name: "build", pr: 2, status: "completed", conclusion: "success" });
    await teller.seeUpdated(recall(memory, "pull"), /Checks: ✅ 1 passed/);
  }),
  step("… it is approved and merged, still the same card", async (teller, memory) => {
    const { lab } = teller.scene;
    await lab.review(REPOSITORY, 2, { by: "mira", state: "approved", body: "Thank you!" });
    await teller.seeUpdated(recall(memory, "pull"), /mira approved/);
    await lab.mergePullRequest(REPOSITORY, 2, { by: "mira" });
    await teller.seeUpdated(recall(memory, "pull"), /🟣 Merged/);
    await teller.hear(recall(memory, "pull"), /Merged by @mira/);
    expectOneCard(teller, "#2 Install the toolchain first");
  }),
  step("a push is a card with its commits", async (teller) => {
    const commits = [{ message: "Pin the compiler" }, { message: "Retry uploads three times" }];
    await teller.scene.lab.push(REPOSITORY, { by: "jon", commits });
    await teller.see(/jon[^]*Pin the compiler[^]*Retry uploads three times/);
  }),
  step("a hostile title is only words", async (teller, { messages }) => {
    await teller.scene.lab.openIssue(REPOSITORY, { by: "eve", title: HOSTILE, body: HOSTILE });
    const card = await teller.see(/🟢 Open[^]*#3/);
    messages.set("hostile", card);
    expectInert(teller, card);
  }),
];

function expectOneCard({ scene }: Teller, title: string): void {
  const cards = scene.general.threads.filter((post) => post.from === "bot" && readable(post).includes(title));
  expect(cards.length === 1, `one card of ${title}`, `${String(cards.length)} cards`);
}

/** Nobody is mentioned, no link leads elsewhere, no HTML and no template survives. */
function expectInert({ scene }: Teller, { activity, card }: FakeMessage): void {
  const mentions = JSON.stringify(activity).includes('"type":"mention"');
  expect(!mentions, "no mention", "a mention entity");
  const html = textsOf(card ?? {})
    .map((text) => new MarkdownIt({ html: false }).render(text))
    .join("");
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
  const foreign = links.filter((href) => !href.startsWith(`${scene.lab.webUrl}/`));
  expect(foreign.length === 0, "links to GitHub alone", foreign.join(" "));
  expect(!/<(img|at|strong>\[click)/.test(html), "no element made of the title", html);
  expect(html.includes("${secret}"), "the title's words", html);
}

function textsOf(node: JsonObject): string[] {
  return Object.values(node).flatMap((value) => {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item) => {
      if (typeof item !== "object" || item === null) return [];
      const below = textsOf({ ...item });
      return "text" in item && typeof item.text === "string" ? [item.text, ...below] : below;
    });
  });
}
