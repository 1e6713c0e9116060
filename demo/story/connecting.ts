import { readable } from "../conversation-log.ts";
import { recall, step, type Step } from "./step.ts";
import { expect } from "./teller.ts";
import { installAtGitHub, signInAtGitHub } from "./visits.ts";

/** From the first word to the first subscription. */
export const connecting: readonly Step[] = [
  step("a command without its argument is explained", async (teller) => {
    const said = await teller.say(teller.scene.mira, "subscribe");
    await teller.hear(said, /subscribe <owner\/repo>.*For example: subscribe/s);
  }),
  step("who isn't signed in gets the sign-in card", async (teller, { messages }) => {
    const said = await teller.say(teller.scene.mira, "subscribe contoso/tools");
    messages.set("subscribe", said);
    messages.set("sign-in card", await teller.hear(said, /Connect your GitHub account/));
  }),
  step("Mira signs in at GitHub; her code doesn't work for Jon", async (teller, memory) => {
    const { mira, jon } = teller.scene;
    const command = await signInAtGitHub(teller, mira, recall(memory, "sign-in card"));
    await teller.hear(await teller.say(jon, command), /No sign-in of yours waits for a code/);
    memory.messages.set("signin", await teller.say(mira, command));
  }),
  step("she is connected, and her command goes on by itself to the install card", async (teller, memory) => {
    await teller.hear(recall(memory, "signin"), /connected to GitHub as @mira/);
    const card = await teller.hear(recall(memory, "subscribe"), /Install the GitHub App/);
    expect(/owner of the organization/.test(readable(card)), "the note for organizations", readable(card));
    memory.messages.set("install card", card);
  }),
  step(
    "she installs the App on contoso, and the command goes on by itself: subscribed",
    async (teller, memory) => {
      await installAtGitHub(teller, teller.scene.mira, recall(memory, "install card"), "contoso");
      await teller.hear(recall(memory, "subscribe"), /✅ Subscribed to contoso\/tools/);
    },
  ),
  step("a link to elsewhere is refused, a repetition says so, and the list shows it", async (teller) => {
    const { jon, mira } = teller.scene;
    const said = await teller.say(mira, "subscribe https://elsewhere.example/contoso/tools");
    await teller.hear(said, /That is not a link to/);
    await teller.hear(
      await teller.say(mira, "subscribe CONTOSO/Tools"),
      /already subscribed to contoso\/tools/,
    );
    await teller.hear(
      await teller.say(jon, "subscribe list"),
      /contoso\/tools: issues, pulls, commits.*comments/,
    );
  }),
];
