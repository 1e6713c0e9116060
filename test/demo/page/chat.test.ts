import assert from "node:assert/strict";
import { stringAt } from "../../../demo/teams/connector/model.ts";
import { openPage, type OpenPage } from "./open-page.ts";

const EXECUTE = { type: "Action.Execute", title: "Go", verb: "go", data: { verb: "go" } };
const CARD = { type: "AdaptiveCard", version: "1.5", body: [], actions: [EXECUTE] };

describe("people in the demo's page", () => {
  let page: OpenPage;

  beforeEach(async () => {
    page = await openPage();
  });

  afterEach(async () => {
    await page.close();
  });

  const say = (text: string, conversation: string, more: object = {}) =>
    page.post("api/say", { person: page.scene.mira.person.id, conversation, text, ...more });

  it("reach the bot in a channel by mentioning it, with an entity where they wrote it", async () => {
    const { scene, bot } = page;

    await say("hello @github, tell @Jon Abara <b>", scene.general.id);

    const [heard] = bot.heard;
    assert.equal(stringAt(heard, "text"), "hello <at>GitHub</at>, tell <at>Jon Abara</at> &lt;b&gt;");
    const entities = JSON.stringify(heard?.["entities"]);
    assert.ok(entities.includes(scene.teams.bot.id));
    assert.ok(entities.includes(scene.jon.person.id));
  });

  it("talk among themselves in a channel without the bot hearing it", async () => {
    const { scene, bot } = page;

    await say("lunch? @Jon Abara", scene.general.id);
    const [root] = scene.general.threads;
    await say("or later, @GitHubber", scene.general.id, { thread: root?.id });

    assert.equal(bot.heard.length, 0);
    assert.equal(root?.text, "lunch? <at>Jon Abara</at>");
    assert.equal(root.replies[0]?.text, "or later, @GitHubber");
  });

  it("send with a link to the lab what the bot shows of it, and without one what it can't show", async () => {
    const { scene, bot } = page;
    const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content: CARD }];
    bot.answer = { body: { composeExtension: { type: "result", attachments } } };

    await say(`see ${scene.lab.webUrl}/contoso/tools`, scene.general.id);
    await say("see https://elsewhere.example/contoso/tools", scene.general.id);
    bot.answer = {};
    await say(`see ${scene.lab.webUrl}/contoso/secret`, scene.general.id);

    const { host } = new URL(scene.lab.webUrl);
    assert.deepEqual(
      bot.heard.map((one) => one["value"]),
      [{ url: `https://${host}/contoso/tools` }, { url: `https://${host}/contoso/secret` }],
    );
    assert.deepEqual(
      scene.general.threads.map(({ card }) => card),
      [CARD, undefined, undefined],
    );
  });

  it("need no mention in their own chat, and can't write in another's", async () => {
    const { scene, bot } = page;

    const own = await say("help", scene.mira.chat.id);
    const foreign = await say("help", scene.jon.chat.id);

    assert.equal(own.status, 200);
    assert.equal(foreign.status, 400);
    assert.deepEqual(
      bot.heard.map((one) => stringAt(one, "text")),
      ["help"],
    );
  });

  it("are told when the bot doesn't accept a message", async () => {
    page.bot.answer = { status: 500 };

    const { body } = await say("@GitHub help", page.scene.general.id);

    assert.match(String(body["error"]), /went wrong/);
  });

  it("press a button: the card is replaced, a word or a refusal comes back", async () => {
    const { id, card } = page.addCard(CARD);
    const click = () =>
      page.post("api/click", {
        person: page.scene.mira.person.id,
        message: id,
        button: "Go",
        inputs: { note: "x" },
      });
    const invoke = (type: string, value: unknown) => ({ body: { statusCode: 200, type, value } });

    page.bot.answer = invoke("application/vnd.microsoft.activity.message", "Done.");
    assert.deepEqual((await click()).body, { toast: "Done." });
    page.bot.answer = invoke("application/vnd.microsoft.error", { code: "X", message: "Not yours." });
    assert.deepEqual((await click()).body, { error: "Not yours." });
    page.bot.answer = { status: 500 };
    assert.match(String((await click()).body["error"]), /went wrong/);
    const fresh = { ...CARD, actions: [], fallbackText: "after" };
    page.bot.answer = invoke("application/vnd.microsoft.card.adaptive", fresh);
    assert.deepEqual((await click()).body, {});

    const now = page.scene.general.threads.find((one) => one.id === id)?.card;
    assert.notDeepEqual(now, card);
    assert.deepEqual(now, fresh);
    assert.ok(JSON.stringify(page.bot.heard[0]).includes('"note":"x"'));
  });

  it("open a dialog, send it, and get the next one or a closing word", async () => {
    const open = { ...EXECUTE, type: "Action.Submit", data: { msteams: { type: "task/fetch" } } };
    const { id } = page.addCard({ ...CARD, actions: [open] });
    const form = { contentType: "application/vnd.microsoft.card.adaptive", content: CARD };
    const person = page.scene.mira.person.id;

    page.bot.answer = { body: { task: { type: "continue", value: { title: "New issue", card: form } } } };
    const { body } = await page.post("api/click", { person, message: id, button: "Go", inputs: {} });
    const dialog = body["dialog"];
    assert.equal(stringAt(dialog, "title"), "New issue");
    page.bot.answer = { body: { task: { type: "message", value: "Created." } } };
    const sent = await page.post("api/dialog", {
      person,
      dialog: stringAt(dialog, "id"),
      button: "Go",
      inputs: { title: "x" },
    });

    assert.deepEqual(sent.body, { toast: "Created." });
    assert.deepEqual(
      page.bot.heard.map((one) => one["name"]),
      ["task/fetch", "task/submit"],
    );
    assert.equal(
      (await page.post("api/dialog", { person, dialog: "gone", button: "Go", inputs: {} })).status,
      400,
    );
  });
});
