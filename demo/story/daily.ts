import { readable } from "../conversation-log.ts";
import type { FakeMessage } from "../teams/connector/index.ts";
import { recall, step, type Step } from "./step.ts";
import { expect, type Teller } from "./teller.ts";

const REPOSITORY = "contoso/tools";
const COMPACT_LINES = 3;

/** What a team does with it from the second day on. */
export const daily: readonly Step[] = [
  step(
    "Mira pastes a link: what it points at comes with her message; Eve isn't connected and sees none",
    async (teller) => {
      const { mira, eve, lab } = teller.scene;
      const link = `https://${new URL(lab.webUrl).host}/${REPOSITORY}/issues/1`;
      expect((await teller.paste(eve, link)) === undefined, "no preview for Eve", "a preview");
      const sent = await teller.paste(mira, link);
      const seen = sent === undefined ? "nothing" : readable(sent);
      expect(/Issue · contoso\/tools[^]*#1 Build fails/.test(seen), "a preview of the issue", seen);
    },
  ),
  step("the channel takes cards of three lines; the next issue is one", async (teller) => {
    const { mira, lab } = teller.scene;
    await teller.hear(await teller.say(mira, "settings style compact"), /✅ Cards are compact now/);
    await lab.openIssue(REPOSITORY, { by: "jon", title: "Warn before the disk is full" });
    const lines = readable(await teller.see(/Warn before the disk is full/)).split("\n");
    expect(lines.length <= COMPACT_LINES, "three lines at most, and no buttons", lines.join(" / "));
    await teller.hear(await teller.say(mira, "settings style full"), /✅ Cards are full/);
  }),
  step("she silences the repository for two hours: what happens now is told to nobody", async (teller) => {
    const { mira, lab } = teller.scene;
    const said = await teller.say(mira, `subscribe pause ${REPOSITORY} 2h`);
    await teller.hear(said, /⏸️ contoso\/tools is paused here until/);
    await lab.openIssue(REPOSITORY, { by: "jon", title: "Told to nobody" });
  }),
  step("status says so, and its button ends the pause", async (teller) => {
    const { mira, jon, lab } = teller.scene;
    const card = await teller.hear(await teller.say(mira, "status"), /contoso\/tools · ⏸️ paused[^]*Resume/);
    await teller.press(mira, card, "Resume");
    await teller.hear(await teller.say(jon, "status"), /🟢 One subscription, all as it should be/);
    await lab.openIssue(REPOSITORY, { by: "jon", title: "Told again" });
    await teller.see(/Told again/);
    const meanwhile = postsWith(teller, "Told to nobody").length;
    expect(meanwhile === 0, "nothing of what came in the pause", `${String(meanwhile)} cards`);
  }),
  step("she wants to know alone when GitHub needs her, and Jon does", async (teller) => {
    const { mira, lab } = teller.scene;
    await teller.say(mira, "alerts on", mira.chat);
    await teller.see(/Your alerts/, mira.chat);
    await lab.openPullRequest(REPOSITORY, {
      by: "jon",
      title: "Check the disk before a build",
      body: "@mira, is ten per cent enough?",
      head: "check-disk",
    });
    await teller.see(/Check the disk before a build[^]*@jon mentioned you/, mira.chat);
  }),
  step("a reminder is scheduled, and shows now what it would say", async (teller) => {
    const { mira } = teller.scene;
    const said = await teller.say(mira, `schedule reviews ${REPOSITORY} weekdays 09:30 Europe/Berlin`);
    await teller.hear(said, /✅ Reminder 1: [^]*weekdays at 09:30 \(Europe\/Berlin\)\. Next: /);
    const run = await teller.say(mira, "schedule run 1");
    await teller.hear(run, /waits for review[^]*Check the disk before a build/);
  }),
  step("workflows are added to what comes: a deployment waits for somebody", async (teller, { messages }) => {
    const { mira, lab } = teller.scene;
    const said = await teller.say(mira, `subscribe ${REPOSITORY} workflows`);
    await teller.hear(said, /✅ Updated contoso\/tools[^]*If you meant workflows and nothing else/);
    const run = { by: "jon", workflow: "deploy.yml", status: "in_progress" } as const;
    const { id } = lab.addWorkflowRun(REPOSITORY, run);
    const card = await teller.see(/deploy #1/);
    await lab.requestReview(REPOSITORY, id, { environment: "production", reviewers: ["mira"] });
    await teller.seeUpdated(card, /✋ Waiting for approval[^]*production \(asked: mira\)/);
    messages.set("deployment", card);
  }),
  step("Mira approves it in a dialog of the card", async (teller, memory) => {
    const { mira } = teller.scene;
    const card = recall(memory, "deployment");
    const dialog = await teller.press(mira, card, "Approve…");
    const said = await teller.submit(mira, dialog, "Approve", { comment: "Ten per cent it is." });
    expect(/Approved production/.test(said), "an approval", said);
    await teller.seeUpdated(card, /✅ production by mira/);
  }),
];

function postsWith({ scene }: Teller, text: string): readonly FakeMessage[] {
  return scene.general.threads.filter((post) => post.from === "bot" && readable(post).includes(text));
}
