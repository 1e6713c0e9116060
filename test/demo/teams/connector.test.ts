import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { once } from "node:events";

import {
  type FakeTeams,
  type JsonObject,
  startFakeTeams,
  startTokenIssuer,
} from "../../../demo/teams/connector/index.ts";

const CARD_TYPE = "application/vnd.microsoft.card.adaptive";

interface Called {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

async function call(fake: FakeTeams, method: string, path: string, body?: unknown): Promise<Called> {
  const response = await fetch(`${fake.url}v3/conversations${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}

function root(channelId: string, text = "x"): JsonObject {
  return { isGroup: true, channelData: { channel: { id: channelId } }, activity: { type: "message", text } };
}

async function pollUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 2_000;
  while (!(await isSo())) {
    assert.ok(performance.now() < deadline, "did not come about");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function codeOf(called: Called): string {
  const match = /"code":"(\w+)"/.exec(JSON.stringify(called.body));
  return `${String(called.status)} ${match?.[1] ?? ""}`;
}

describe("fake Teams: the channel service", () => {
  let fake: FakeTeams;
  let now: number;

  beforeEach(async () => {
    now = 0;
    fake = await startFakeTeams({ now: () => now });
  });
  afterEach(() => fake.close());

  it("lets seven messages a second into a conversation, sliding, and says when to come again", async () => {
    const { id } = fake.channel("General");
    const statuses: string[] = [];
    for (const at of [0, 100, 200, 300, 400, 500, 600, 999, 1_000, 1_050, 2_000]) {
      now = at;
      const called = await call(fake, "POST", "", root(id));
      statuses.push(`${String(called.status)} ${called.retryAfter ?? ""}`.trim());
    }

    // At 1,000 the first has slid out of one second, but eight in two seconds is the next limit.
    assert.deepEqual(statuses, [...Array<string>(7).fill("201"), "429 1", "201", "429 1", "201"]);
  });

  it("counts the windows of 30 seconds and of an hour", async () => {
    const { id } = fake.channel("General");
    let accepted = 0;
    const sendUntilRefused = async (): Promise<number> => {
      for (;;) {
        const called = await call(fake, "POST", "", root(id));
        if (called.status === 429) return Number(called.retryAfter);
        accepted += 1;
        now += 400;
      }
    };

    const wait = await sendUntilRefused();

    assert.equal(accepted, 60);
    assert.equal(wait, 6);
  });

  it("limits a tenant to fifty a second over all conversations", async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 51; index += 1) {
      statuses.push((await call(fake, "POST", "", root(fake.channel(`c${String(index)}`).id))).status);
    }

    assert.equal(statuses.indexOf(429), 50);
  });

  it("does not count what it refused", async () => {
    const { id } = fake.channel("General");
    for (let index = 0; index < 20; index += 1) await call(fake, "POST", "", root(id));

    now = 2_000;
    const called = await call(fake, "POST", "", root(id));

    assert.equal(called.status, 201);
  });

  it("bears one operation at a time in a conversation", async () => {
    const { id } = fake.channel("General");

    fake.failNext("hang");
    const hanging = new AbortController();
    const first = fetch(`${fake.url}v3/conversations`, {
      method: "POST",
      body: JSON.stringify(root(id)),
      signal: hanging.signal,
    }).catch(() => undefined);
    await pollUntil(() => fake.requests.length === 1);

    assert.equal(codeOf(await call(fake, "POST", "", root(id))), "412 PreconditionFailed");
    assert.equal((await call(fake, "POST", "", root(fake.channel("Other").id))).status, 201);
    assert.equal((await call(fake, "GET", `/${id}/members/29:x`)).status, 404);
    hanging.abort();
    await first;
    await pollUntil(async () => (await call(fake, "POST", "", root(id))).status === 201);
  });

  it("answers as Teams does to what it does not know", async () => {
    const { id } = fake.channel("General");
    const gone = fake.channel("Gone");
    gone.installed = false;

    assert.equal(codeOf(await call(fake, "POST", "", root("19:none"))), "404 ConversationNotFound");
    assert.equal(codeOf(await call(fake, "POST", "", root(gone.id))), "403 BotNotInConversationRoster");
    assert.equal(codeOf(await call(fake, "POST", "/19:none/activities", {})), "404 ConversationNotFound");
    assert.equal(
      codeOf(await call(fake, "POST", `/${id};messageid=9/activities`, {})),
      "404 ConversationNotFound",
    );
    assert.equal(
      codeOf(await call(fake, "PUT", `/${id}/activities/9`, {})),
      "404 ActivityNotFoundInConversation",
    );
    assert.equal(
      codeOf(await call(fake, "DELETE", `/${id}/activities/9`)),
      "501 DeleteActivityAPINotImplemented",
    );
    assert.equal(codeOf(await call(fake, "GET", `/${id}/members/29:x`)), "404 MemberNotFoundInConversation");
    assert.equal(codeOf(await call(fake, "POST", "", { channelData: { channel: { id } } })), "400 BadSyntax");
  });

  it("refuses a body over 100 KB, in HTML", async () => {
    const called = await call(fake, "POST", "", root(fake.channel("General").id, "x".repeat(102_500)));

    assert.equal(called.status, 413);
    assert.match(String(called.body), /^<html>/);
  });

  it("makes two messages of a text beside a card, and names neither", async () => {
    const channel = fake.channel("General");
    const attachments = [{ contentType: CARD_TYPE, content: { type: "AdaptiveCard" } }];

    const called = await call(fake, "POST", `/${channel.id}/activities`, {
      type: "message",
      text: "a",
      attachments,
    });

    assert.deepEqual(called.body, {});
    assert.deepEqual(
      channel.threads.map((one) => [one.text, one.card?.["type"]]),
      [
        ["a", undefined],
        [undefined, "AdaptiveCard"],
      ],
    );
  });

  it("replaces only the bot's own messages", async () => {
    const channel = fake.channel("General");
    const ann = fake.person({ name: "Ann" });
    const hers = fake.world.addRoot(channel, ann, { type: "message", text: "mine" });

    assert.equal(
      codeOf(await call(fake, "PUT", `/${channel.id}/activities/${hers.id}`, { text: "x" })),
      "404 ActivityNotFoundInConversation",
    );
    assert.equal(channel.threads[0]?.text, "mine");
  });

  it("lets in the one token that a test requires", async () => {
    fake.requireToken("good");

    assert.equal(
      codeOf(await call(fake, "POST", "", root(fake.channel("General").id))),
      "401 BotNotRegistered",
    );
  });

  it("loses the answer but keeps the message in its -after faults", async () => {
    const channel = fake.channel("General");
    fake.failNext("reset");
    fake.failNext("reset-after");

    await assert.rejects(call(fake, "POST", "", root(channel.id, "lost")));
    await assert.rejects(call(fake, "POST", "", root(channel.id, "kept")));

    assert.deepEqual(
      channel.threads.map((one) => one.text),
      ["kept"],
    );
  });

  it("fails what a planned fault names and serves the rest", async () => {
    const { id } = fake.channel("General");
    fake.failNext({ status: 502 }, { method: "PUT", times: 2 });

    const statuses = [];
    statuses.push((await call(fake, "POST", "", root(id))).status);
    statuses.push((await call(fake, "PUT", `/${id}/activities/9`, {})).status);
    statuses.push((await call(fake, "PUT", `/${id}/activities/9`, {})).status);
    statuses.push((await call(fake, "PUT", `/${id}/activities/9`, {})).status);

    assert.deepEqual(statuses, [201, 502, 502, 404]);
  });
});

describe("fake Teams: people", () => {
  let fake: FakeTeams;
  let bot: Server;
  let heard: { activity: JsonObject; authorization: string | undefined }[];
  let answer: JsonObject | undefined;

  beforeEach(async () => {
    fake = await startFakeTeams({ limits: false });
    heard = [];
    answer = undefined;
    bot = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const activity = JSON.parse(Buffer.concat(chunks).toString("utf8")) as JsonObject;
        heard.push({ activity, authorization: request.headers.authorization });
        response.end(answer === undefined ? "" : JSON.stringify(answer));
      });
    });
    bot.listen(0, "127.0.0.1");
    await once(bot, "listening");
    const address = bot.address();
    assert.ok(typeof address === "object" && address !== null);
    fake.connectBot({ url: `http://127.0.0.1:${String(address.port)}/`, token: () => "signed" });
  });
  afterEach(async () => {
    bot.close();
    bot.closeAllConnections();
    await fake.close();
  });

  const last = (): JsonObject => heard.at(-1)?.activity ?? {};

  it("write to the bot as Teams writes it", async () => {
    const ann = fake.person({ name: "Ann" });
    const bob = fake.person({ name: "Bob & Co" });
    const channel = fake.channel("General");

    const said = await fake.say(ann, channel, 'invite @{0} to "a<b"', { mentions: [bob] });

    assert.equal(heard[0]?.authorization, "Bearer signed");
    assert.equal(last()["text"], '<at>GitHub</at> invite <at>Bob &amp; Co</at> to "a&lt;b"');
    assert.equal(channel.threads[0]?.id, said.activityId);
    const conversation = last()["conversation"];
    assert.equal(Reflect.get(Object(conversation), "id"), `${channel.id};messageid=${said.activityId}`);
  });

  it("write in a thread and in a chat", async () => {
    const ann = fake.person({ name: "Ann" });
    const channel = fake.channel("General");
    const first = await fake.say(ann, channel, "one");

    await fake.say(ann, channel, "two", { thread: first.activityId });
    await fake.say(ann, fake.personalChat(ann), "three");

    assert.equal(channel.threads[0]?.replies[0]?.text, "<at>GitHub</at> two");
    assert.equal(last()["text"], "three");
    assert.equal(Reflect.get(Object(last()["conversation"]), "conversationType"), "personal");
  });

  const card = {
    type: "AdaptiveCard",
    body: [{ type: "Input.Text", id: "why" }],
    actions: [
      {
        type: "Action.Execute",
        title: "Close",
        verb: "issue.close",
        data: { id: 7 },
        fallback: { type: "Action.Submit", title: "Close", data: {} },
      },
      {
        type: "Action.Submit",
        title: "Comment",
        data: { verb: "issue.comment", msteams: { type: "task/fetch" } },
      },
      { type: "Action.Submit", title: "Old", data: { verb: "issue.old" } },
      { type: "Action.OpenUrl", title: "Open", url: "https://x.io/" },
    ],
  };

  it("click buttons, and see the card that comes back", async () => {
    const ann = fake.person({ name: "Ann" });
    const message = fake.world.addRoot(fake.channel("General"), "bot", {
      attachments: [{ contentType: CARD_TYPE, content: card }],
    });
    answer = { statusCode: 200, type: CARD_TYPE, value: { type: "AdaptiveCard", closed: true } };

    const clicked = await fake.clickButton(ann, message.id, "issue.close", { why: "done" });

    assert.deepEqual(last()["value"], {
      action: { type: "Action.Execute", title: "Close", verb: "issue.close", data: { id: 7, why: "done" } },
    });
    assert.equal(last()["replyToId"], message.id);
    assert.deepEqual(clicked.card, { type: "AdaptiveCard", closed: true });
    assert.deepEqual(message.card, clicked.card);
  });

  it("see toasts, errors, dialogs and links", async () => {
    const ann = fake.person({ name: "Ann" });
    const channel = fake.channel("General");
    const { id } = fake.world.addRoot(channel, "bot", {
      attachments: [{ contentType: CARD_TYPE, content: card }],
    });

    answer = { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: "Done" };
    assert.equal((await fake.clickButton(ann, id, "Close")).toast, "Done");
    answer = {
      statusCode: 403,
      type: "application/vnd.microsoft.error",
      value: { code: "NO", message: "No." },
    };
    assert.deepEqual((await fake.clickButton(ann, id, "Close")).error, { code: "NO", message: "No." });
    answer = {
      task: { type: "continue", value: { title: "T", card: { contentType: CARD_TYPE, content: card } } },
    };
    const opened = await fake.clickButton(ann, id, "Comment");
    assert.deepEqual([last()["name"], opened.dialog?.title], ["task/fetch", "T"]);
    answer = { task: { type: "message", value: "Sent" } };
    assert.equal(
      (await fake.submitDialog(ann, channel, opened.dialog?.card ?? {}, "Old", { why: "x" })).toast,
      "Sent",
    );
    assert.deepEqual(Reflect.get(Object(last()["value"]), "data"), { verb: "issue.old", why: "x" });
    assert.equal((await fake.clickButton(ann, id, "Open")).url, "https://x.io/");
    await assert.rejects(
      fake.clickButton(ann, id, "Merge"),
      /no button Merge; it has: Close \(issue\.close\)/,
    );
  });

  it("send a button as a message where cards know no Execute", async () => {
    const ann = fake.person({ name: "Ann" });
    const { id } = fake.world.addRoot(fake.channel("General"), "bot", {
      attachments: [{ contentType: CARD_TYPE, content: card }],
    });

    await fake.clickButton(ann, id, "Old");

    assert.deepEqual(
      [last()["type"], last()["value"], last()["replyToId"]],
      ["message", { verb: "issue.old" }, id],
    );
  });

  it("hand back sign-in codes, install and remove the bot, rename channels", async () => {
    const ann = fake.person({ name: "Ann" });
    const channel = fake.channel("General");

    await fake.verifyState(ann, fake.personalChat(ann), "123456");
    assert.deepEqual([last()["name"], last()["value"]], ["signin/verifyState", { state: "123456" }]);
    await fake.installBot(ann, channel);
    assert.deepEqual(
      heard.slice(-2).map((one) => one.activity["type"]),
      ["conversationUpdate", "installationUpdate"],
    );
    await fake.changeChannel(ann, channel, "channelRenamed", "News");
    assert.deepEqual(Reflect.get(Object(last()["channelData"]), "channel"), {
      id: channel.id,
      name: "News",
      type: "standard",
    });
    await fake.removeBot(ann, channel);
    assert.equal(channel.installed, false);
    assert.equal(last()["action"], "remove");
  });

  it("wait for what appears, and say what they saw when it does not", async () => {
    const channel = fake.channel("General");
    const waited = fake.waitFor(() => channel.threads.find((one) => one.text === "late"));
    fake.world.addRoot(channel, "bot", { type: "message", text: "early" });
    fake.world.addRoot(channel, "bot", { type: "message", text: "late" });

    assert.equal((await waited).text, "late");
    await assert.rejects(
      fake.waitFor(() => false, 10),
      /within 10 ms.*# General\n {2}bot: early/s,
    );
  });
});

describe("fake Teams: tokens", () => {
  it("are signed with the published keys, unless forged", async () => {
    const issuer = await startTokenIssuer();
    const claims = { appId: "app", serviceUrl: "https://x/" };

    const document = (await (await fetch(issuer.metadataUrl)).json()) as { jwks_uri: string };
    const keys = (await (await fetch(document.jwks_uri)).json()) as {
      keys: { kid: string; endorsements: string[] }[];
    };
    const header = (token: string): unknown =>
      JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));

    assert.deepEqual(
      keys.keys.map((key) => [key.kid, ...key.endorsements]),
      [
        ["teams", "msteams"],
        ["webchat", "webchat"],
      ],
    );
    assert.deepEqual(header(issuer.mint(claims)), { alg: "RS256", typ: "JWT", kid: "teams" });
    assert.deepEqual(header(issuer.mint(claims, { algorithm: "none" })), {
      alg: "none",
      typ: "JWT",
      kid: "teams",
    });
    assert.match(issuer.mint(claims, { algorithm: "none" }), /\.$/);
    await issuer.close();
  });
});
