import assert from "node:assert/strict";
import { z } from "zod";
import { openPage, type OpenPage } from "./open-page.ts";

const CARD = { type: "AdaptiveCard", version: "1.5", body: [{ type: "TextBlock", text: "one" }] };

describe("the demo page's stream", () => {
  let page: OpenPage;

  beforeEach(async () => {
    page = await openPage();
  });

  afterEach(async () => {
    await page.close();
  });

  it("begins with everything, and goes on with what changed alone", async () => {
    const { scene } = page;
    await page.post("api/say", {
      person: scene.mira.person.id,
      conversation: scene.general.id,
      text: "hello",
    });
    const parts = readParts(`${page.url}api/stream`);

    const first = await next(parts);
    const message = page.addCard(CARD);
    const added = await next(parts);
    scene.teams.world.replace(message, { type: "message", text: "two" });
    const changed = await next(parts);

    assert.deepEqual([...first.keys()].slice(0, 4), ["people", "bot", "conversations", "lab"]);
    assert.ok([...first.values()].some((value) => JSON.stringify(value).includes('"hello"')));
    assert.deepEqual([...added.keys()], [`message ${message.id}`, `threads ${scene.general.id}`]);
    assert.deepEqual([...changed.keys()], [`message ${message.id}`]);
    assert.match(JSON.stringify([...changed.values()]), /"text":"two".*"updates":1/);
    await parts.return(undefined);
  });

  it("tells of a mail as soon as it came, with its link", async () => {
    const parts = readParts(`${page.url}api/stream`);
    await next(parts);

    page.scene.mailbox.receive(
      "To: ada@contoso.example\r\nSubject: Come\r\nContent-Type: text/plain\r\n\r\nTo http://127.0.0.1:1/activate/x",
    );
    const came = await next(parts);

    assert.deepEqual([...came.keys()], ["mail"]);
    assert.match(JSON.stringify(came.get("mail")), /"Come".*"links":\["http:\/\/127.0.0.1:1\/activate\/x"\]/);
    await parts.return(undefined);
  });

  it("tells what is done on the lab's pages", async () => {
    const { lab } = page.scene;
    lab.setWebhookUrl(page.bot.url);
    const parts = readParts(`${page.url}api/stream`);
    await next(parts);

    await lab.install("contoso", "all");
    const installed = JSON.stringify((await next(parts)).get("lab"));
    await page.post("api/lab", {
      act: "open-issue",
      repository: "contoso/tools",
      by: "jon",
      title: "T",
      body: "",
    });
    const opened = JSON.stringify((await next(parts)).get("lab"));

    assert.match(installed, /"installedOn":\["contoso"\]/);
    assert.match(installed, /"name":"installation.created","statusCode":200/);
    assert.match(
      opened,
      /"repository":"contoso\/tools","number":1,"kind":"issue","title":"T","state":"open"/,
    );
    await parts.return(undefined);
  });
});

type Parts = Map<string, unknown>;

const event = z.array(z.tuple([z.string(), z.unknown()]));

async function next(parts: AsyncGenerator<Parts, undefined>): Promise<Parts> {
  const { value } = await parts.next();
  return value ?? assert.fail("the stream ended");
}

async function* readParts(url: string): AsyncGenerator<Parts, undefined> {
  const { body } = await fetch(url);
  const decoder = new TextDecoderStream();
  let text = "";
  for await (const chunk of body?.pipeThrough(decoder) ?? []) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const one of events) yield new Map(event.parse(JSON.parse(one.replace(/^data: /, ""))));
  }
}
