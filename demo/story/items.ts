import { readable } from "../conversation-log.ts";
import { JIRA_EMAIL, JIRA_TOKEN } from "../jira/index.ts";
import { recall, step, type Step } from "./step.ts";
import { expect } from "./teller.ts";
import { signInAtGitHub } from "./visits.ts";

const REPOSITORY = "contoso/tools";

/** What a team plans stands beside what it builds. In #ops: Teams takes only so many messages a minute in one channel. */
export const items: readonly Step[] = [
  step("Mira is back: she has the team's other channel hear of pull requests", async (teller) => {
    const { mira, ops } = teller.scene;
    const said = await teller.say(mira, `subscribe ${REPOSITORY} pulls`, ops);
    const card = await teller.hear(said, /Connect your GitHub account/);
    await teller.say(mira, await signInAtGitHub(teller, mira, card), mira.chat);
    await teller.hear(said, /✅ Subscribed to contoso\/tools/);
    await teller.hear(await teller.say(mira, "team link Platform", ops), /✅ From now on this channel/);
  }),
  step("she joins the team to its Jira, which lets Ployst in", async (teller) => {
    const { mira, jira } = teller.scene;
    await teller.say(mira, "service enable team jira", mira.chat);
    const form = await teller.see(/Set up Jira of team Platform/, mira.chat);
    const fields = { fieldBaseUrl: jira.url, fieldEmail: JIRA_EMAIL, secretToken: JIRA_TOKEN };
    await teller.press(mira, form, "Save", fields);
    await teller.see(/✅ Jira of team Platform is enabled/, mira.chat);
  }),
  step("she enters the webhook's address and secret there, so that Jira tells of changes", async (teller) => {
    const { mira, jira } = teller.scene;
    await teller.say(mira, "service rotate team jira", mira.chat);
    const told = readable(await teller.see(/Its secret: /, mira.chat));
    const [, address = ""] = /(http\S+\/webhook)/.exec(told) ?? [];
    const [, secret = ""] = /secret: (\S+)/.exec(told) ?? [];
    jira.webhook = { address, secret };
  }),
  step("a pull request that names an issue shows it on its card", async (teller, { messages }) => {
    const { lab, ops } = teller.scene;
    const fields = { by: "jon", title: "PROJ-1: Retry uploads", head: "proj-1-retry" };
    const { number } = await lab.openPullRequest(REPOSITORY, fields);
    const card = await teller.see(/PROJ-1: Retry uploads/, ops);
    await teller.seeUpdated(card, /Jira: PROJ-1 Uploads fail now and then · ⚪ To Do/);
    const check = { name: "build", pr: number, status: "completed", conclusion: "success" } as const;
    await lab.checkRun(REPOSITORY, check);
    await teller.seeUpdated(card, /Checks: ✅ 1 passed/);
    messages.set("pull with item", card);
  }),
  step("somebody starts on the issue in Jira: the same card says so", async (teller, memory) => {
    await teller.scene.jira.change("PROJ-1", { status: "In Progress", category: "indeterminate" });
    await teller.seeUpdated(recall(memory, "pull with item"), /Jira: PROJ-1[^]*🔵 In Progress/);
  }),
  step("feature: the issue, what is done for it, and a green light", async (teller) => {
    const { mira, ops } = teller.scene;
    const said = await teller.say(mira, "feature PROJ-1", ops);
    const card = readable(await teller.hear(said, /🟢 Builds pass/));
    const isAll = /🔵 In Progress[^]*🟢 Open · contoso\/tools#\d+ PROJ-1: Retry uploads/.test(card);
    expect(isAll, "the issue and its pull request", card);
  }),
];
