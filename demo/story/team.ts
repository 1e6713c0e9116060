import { readable } from "../conversation-log.ts";
import { recallWords, step, type Step } from "./step.ts";
import { expect } from "./teller.ts";
import { activateAccount } from "./visits.ts";

const ADDRESS = "ada@contoso.example";
const PASSWORD = "seven lamps behind a green door";

/** How somebody comes into a team, from a mail to what they may do. */
export const team: readonly Step[] = [
  step("Mira makes a team, and the channel's commands work in it", async (teller) => {
    const { mira } = teller.scene;
    await teller.hear(await teller.say(mira, "team create Platform"), /✅ Team Platform is made/);
    const said = await teller.say(mira, "team link Platform");
    await teller.hear(said, /✅ From now on this channel works in team Platform/);
  }),
  step("she invites Ada by her address: a mail arrives", async (teller, { words }) => {
    const said = await teller.say(teller.scene.mira, `team invite ${ADDRESS} Lovelace`);
    await teller.hear(said, /✅ Lovelace \(ada@contoso\.example\) is invited to team Platform/);
    const { link } = await teller.receiveMail(ADDRESS, /Mira Lindqvist invites you to team Platform/);
    words.set("invitation", link);
  }),
  step(
    "Ada follows its link and chooses a password; the page gives her a code for Teams",
    async (_, memory) => {
      memory.words.set("code", await activateAccount(recallWords(memory, "invitation"), PASSWORD));
    },
  ),
  step("she tells the bot the code in her own chat, and is in the team", async (teller, memory) => {
    const { ada } = teller.scene;
    await teller.say(ada, recallWords(memory, "code"), ada.chat);
    await teller.see(/ada@contoso\.example[^]*is linked to Teams[^]*Platform/, ada.chat);
  }),
  step("the team's members: both, and Ada waits for nothing", async (teller) => {
    const said = await teller.say(teller.scene.mira, "team members");
    const card = readable(await teller.hear(said, /Mira Lindqvist · Owner[^]*Ada Lovelace · Member/));
    expect(!card.includes("🟡"), "nobody who is still to answer", card);
  }),
  step("Mira lets her deploy", async (teller) => {
    const { mira, ada, general } = teller.scene;
    const said = await teller.say(mira, "team grant @{0} deployer", general, ada);
    await teller.hear(said, /✅ Ada Lovelace is a member with deploy\.run/);
  }),
  step("the audit has all of it: who did what, the latest first", async (teller) => {
    const said = await teller.say(teller.scene.mira, "audit");
    await teller.hear(
      said,
      /Mira Lindqvist · granted · membership[^]*Ada Lovelace · powers: deploy\.run[^]*Ada Lovelace · active[^]*Ployst · sent · invitation/,
    );
  }),
  step("services: the seven that can be joined, and how each stands", async (teller) => {
    const { ada } = teller.scene;
    await teller.say(ada, "services", ada.chat);
    await teller.see(
      /GitHub[^]*Jira[^]*Sprintly[^]*Rally[^]*TargetProcess[^]*Jenkins[^]*Travis CI/,
      ada.chat,
    );
  }),
];
