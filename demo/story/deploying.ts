import { readFile } from "node:fs/promises";
import path from "node:path";
import { readable } from "../conversation-log.ts";
import { recall, step, type Step } from "./step.ts";
import { expect } from "./teller.ts";

const REPOSITORY = "contoso/web";
const PAGE = "apps/web/current/public/index.html";

/** From a host that is there already to a site that is deployed to it, and back again. In #ops, where the team works. */
export const deploying: readonly Step[] = [
  step("Mira takes the team's own hosts for a cloud: nothing has to be bought", async (teller) => {
    const { mira } = teller.scene;
    await teller.say(mira, "cloud add hosts lab", mira.chat);
    const form = await teller.see(/Existing hosts/, mira.chat);
    await teller.press(mira, form, "Save", { cloudName: "lab" });
    await teller.see(/✅ Added cloud lab/, mira.chat);
  }),
  step("the team gets a key pair, and its host lets it in", async (teller) => {
    const { mira, machine } = teller.scene;
    await teller.say(mira, "keypair create team deploys", mira.chat);
    const card = readable(await teller.see(/ssh-ed25519 /, mira.chat));
    await machine.authorize(/ssh-ed25519 [\w+/=]+/.exec(card)?.[0] ?? "");
  }),
  step(
    "she adds the host as a server: an overview first, then one card to the fingerprint",
    async (teller) => {
      const { mira, ops, machine } = teller.scene;
      const { address, port, user } = machine;
      const words = `address=${address} port=${String(port)} user=${user} keys=team:deploys`;
      const question = await teller.hear(
        await teller.say(mira, `server create web-1 cloud=lab ${words}`, ops),
        /web-1/,
      );
      await teller.press(mira, question, "Create");
      await teller.see(/web-1[^]*🟢 Online[^]*SHA256:/, ops);
    },
  ),
  step("a project says what comes from where, and what then runs", async (teller) => {
    const { mira, machine } = teller.scene;
    await teller.say(mira, `project create web ${REPOSITORY}`, mira.chat);
    const offer = await teller.see(/Create a project for team Platform/, mira.chat);
    const opened = await teller.press(mira, offer, "Open the form…");
    const [, servers = ""] = /"title":"web-1[^"]*","value":"([^"]+)"/.exec(JSON.stringify(opened.body)) ?? [];
    const directory = path.join(machine.home, "apps/web");
    const comes = { name: "web", repository: REPOSITORY, ref: "", acquire: "archive" };
    const runs = { directory, script: "sh deploy.sh", servers };
    await teller.submit(mira, opened, "Create", { ...comes, ...runs }, mira.chat);
    await teller.see(/✅ [^]*web/, mira.chat);
  }),
  step("deploy shows what would go where; nothing has happened yet", async (teller, { messages }) => {
    const { mira, ops } = teller.scene;
    const said = await teller.say(mira, "deploy web", ops);
    messages.set("plan", await teller.hear(said, /Deploy: web main at \w+ to web-1/));
  }),
  step("Deploy: the script's output and the new release, live on one card", async (teller, memory) => {
    const { mira, machine, ops } = teller.scene;
    await teller.press(mira, recall(memory, "plan"), "Deploy");
    await teller.see(/Deployment #1 of web\n🟢 Succeeded[^]*The site is in place/, ops);
    expect(
      (await readPage(machine.home)).includes("Hello from Contoso"),
      "the page on the server",
      "another",
    );
  }),
  step("Jon pushes a change, and it goes out the same way: one commit forward", async (teller) => {
    const { mira, lab, machine, ops } = teller.scene;
    const files = { "public/index.html": "<!doctype html>\n<h1>Hello from Contoso, in winter</h1>\n" };
    await lab.push(REPOSITORY, { by: "jon", commits: [{ message: "Dress for the winter" }], files });
    const said = await teller.say(mira, "deploy web", ops);
    const plan = await teller.hear(said, /1 commit forward[^]*Dress for the winter/);
    await teller.press(mira, plan, "Deploy");
    await teller.see(/Deployment #2 of web\n🟢 Succeeded/, ops);
    expect((await readPage(machine.home)).includes("winter"), "the new page on the server", "the old one");
  }),
  step("it was too early for that: rollback takes the server back, and locks the project", async (teller) => {
    const { mira, machine, ops } = teller.scene;
    const plan = await teller.hear(await teller.say(mira, "rollback web", ops), /Roll back[^]*web/);
    await teller.press(mira, plan, "Roll back");
    await teller.see(/#3 of web\n🟢 Succeeded/, ops);
    expect(!(await readPage(machine.home)).includes("winter"), "the page before", "the new one");
    await teller.hear(await teller.say(mira, "deploy web", ops), /locked/);
  }),
  step("queue tells everybody in the team what is before them: nothing any more", async (teller) => {
    const { mira, ops } = teller.scene;
    const queue = await teller.say(mira, "queue", ops);
    await teller.hear(queue, /Queue of team Platform\nNo deployment runs or waits/);
  }),
];

function readPage(home: string): Promise<string> {
  return readFile(path.join(home, PAGE), "utf8");
}
