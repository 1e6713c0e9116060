import { readable } from "../conversation-log.ts";
import { recall, step, type Step } from "./step.ts";
import { expect } from "./teller.ts";
import { signInAtGitHub } from "./visits.ts";

const REPOSITORY = "contoso/tools";

/** Who may do what, what is switched off, and what happens when somebody leaves. */
export const people: readonly Step[] = [
  step("Eve, an outsider, signs in in her own chat with the bot", async (teller) => {
    const { eve } = teller.scene;
    await teller.say(eve, "signin", eve.chat);
    const card = await teller.see(/Connect your GitHub account/, eve.chat);
    await teller.say(eve, await signInAtGitHub(teller, eve, card), eve.chat);
    await teller.see(/connected to GitHub as @eve/, eve.chat);
  }),
  step("she can't subscribe a private repository, nor learn that it exists", async (teller) => {
    const { eve } = teller.scene;
    const secret = await teller.hear(
      await teller.say(eve, "subscribe contoso/secret"),
      /Install the GitHub App/,
    );
    const nothing = await teller.hear(
      await teller.say(eve, "subscribe contoso/nothing"),
      /Install the GitHub App/,
    );
    const same = readable(secret).replaceAll("secret", "nothing") === readable(nothing);
    expect(same, "the same card for what is private and what isn't there", readable(nothing));
  }),
  step("a misspelled command is answered with the one that was meant", async (teller) => {
    const said = await teller.say(teller.scene.jon, "subscrbe contoso/tools");
    await teller.hear(said, /Did you mean subscribe/);
  }),
  step("a feature is switched off: comments no longer come, issues do", async (teller, memory) => {
    const { mira, lab } = teller.scene;
    const said = await teller.say(mira, "unsubscribe contoso/tools comments");
    await teller.hear(said, /no longer gets comments.*still gets issues, pulls, commits/);
    await lab.commentIssue(REPOSITORY, 3, { by: "mira", body: "Nobody should read this in Teams." });
    await lab.openIssue(REPOSITORY, { by: "mira", title: "The next one" });
    await teller.see(/The next one/);
    const comments = recall(memory, "hostile").replies.map(readable);
    expect(comments.length === 0, "no comment in the thread", comments.join("\n"));
  }),
  step("unsubscribing ends it, and says how to undo it", async (teller) => {
    const { mira } = teller.scene;
    const said = await teller.say(mira, "unsubscribe contoso/tools");
    await teller.hear(said, /✅ Unsubscribed from contoso\/tools.*To undo/);
    await teller.hear(await teller.say(mira, "subscribe list"), /isn't subscribed to any/);
    const again = await teller.say(mira, "subscribe contoso/tools issues pulls");
    await teller.hear(again, /✅ Subscribed to contoso\/tools.*issues, pulls\./);
  }),
  step("signing out asks first, and only the person who asked may answer", async (teller, { messages }) => {
    const { mira, jon } = teller.scene;
    const card = await teller.hear(await teller.say(mira, "signout"), /Sign out @mira\?[^]*contoso\/tools/);
    const refused = await teller.press(jon, card, "Sign out");
    expect(
      /Only the person who ran the command/.test(refused.error?.message ?? ""),
      "Jon to be refused",
      JSON.stringify(refused.body ?? {}),
    );
    messages.set("signout card", card);
  }),
  step("Mira signs out: her subscriptions stop, and the channel is told", async (teller, memory) => {
    const answer = await teller.press(teller.scene.mira, recall(memory, "signout card"), "Sign out");
    expect(
      answer.error === undefined && answer.status === 200,
      "a sign-out",
      JSON.stringify(answer.body ?? {}),
    );
    const card = await teller.see(/Some subscriptions here have stopped[^]*@mira[^]*contoso\/tools/);
    memory.messages.set("lost card", card);
  }),
  step("Jon signs in and takes them over by the card's button", async (teller, memory) => {
    const { jon } = teller.scene;
    await teller.say(jon, "signin", jon.chat);
    const card = await teller.see(/Connect your GitHub account/, jon.chat);
    await teller.say(jon, await signInAtGitHub(teller, jon, card), jon.chat);
    await teller.see(/connected to GitHub as @jon/, jon.chat);
    const lost = recall(memory, "lost card");
    await teller.press(jon, lost, "Take over");
    await teller.scene.teams.waitFor(() => /Jon Abara took over/.test(readable(lost)));
  }),
  step("events come again", async (teller) => {
    await teller.scene.lab.openIssue(REPOSITORY, { by: "jon", title: "Still watching" });
    await teller.see(/Still watching/);
    await teller.hear(await teller.say(teller.scene.eve, "subscribe list"), /contoso\/tools: issues, pulls/);
  }),
];
