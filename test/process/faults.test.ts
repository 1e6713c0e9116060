import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import { followSignIn } from "../support/browser.ts";
import { buttonUrl, readable } from "../support/chat.ts";
import { webhook } from "../support/webhooks.ts";
import { deliveriesOf, deliveryHeaders } from "./support/deliveries.ts";
import { eventually } from "./support/eventually.ts";
import type { PloystProcess } from "./support/ployst-process.ts";
import { plantRooms, type Room } from "./support/plant.ts";
import { WorkRecord } from "./support/record.ts";
import { sendAll } from "./support/sender.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const DEADLINE_MS = 60_000;
const WEBHOOK_LIMIT_BYTES = 25 * 1_024 * 1_024;
const MOST_RESIDENT_BYTES = 350 * 1_024 * 1_024;

describe("a process among faults", function () {
  this.timeout(120_000);
  let world: ProcessWorld;
  let rooms: readonly Room[];
  let ployst: PloystProcess;
  before(async () => {
    world = await startWorld();
    rooms = await plantRooms(world, { rooms: 8, tenants: 2 });
    ployst = await world.start({ METRICS_TOKEN: "a-token-of-the-tests" });
  });
  after(async () => {
    await world.close();
  });
  afterEach(async () => {
    assert.equal((await fetch(`${ployst.url}/readyz`)).status, 200);
  });

  it("posts everything though Teams throttles, fails and cuts connections in the middle", async () => {
    const record = new WorkRecord(world.file);
    const deliveries = rooms.flatMap((room) => deliveriesOf(room).slice(0, 5));
    const faults = [{ status: 429, retryAfter: "1" }, { status: 503 }, "reset", "reset-after"] as const;
    for (const [index, fault] of faults.entries()) {
      const conversationId = rooms[index]?.conversation.id ?? "";
      world.teams.failNext(fault, { method: "POST", conversationId });
    }

    await sendAll([ployst.url], deliveries, { secret: world.lab.app.webhookSecret });
    await eventually(() => record.isDone(), DEADLINE_MS);

    for (const { room, mark } of deliveries) {
      const found = allMessages(room).filter(({ activity }) => JSON.stringify(activity).includes(mark));
      // Only where Teams posted and the answer was lost may a card stand twice.
      const most = room === rooms[3] ? 2 : 1;
      assert.ok(found.length >= 1 && found.length <= most, `${mark}: ${String(found.length)}`);
    }
    const doubtful = record.listOutbox().filter((row) => row.isAmbiguous);
    const unknown = [rooms[1], rooms[2], rooms[3]].map((room) => room?.conversation.id);
    assert.deepEqual(new Set(doubtful.map((row) => row.channelId)), new Set(unknown));
    record.close();
  });

  it("tells the asker when GitHub is down, and subscribes when it is back", async () => {
    const { teams, lab } = world;
    await lab.install("contoso", "all");
    const mira = teams.person({ name: "Mira Chen" });
    const chat = teams.personalChat(mira);
    await teams.say(mira, chat, "signin");
    const card = await teams.waitFor(() => chat.threads.find(isBots), DEADLINE_MS);
    const { code } = await followSignIn(buttonUrl(card), "mira", lab);
    await teams.say(mira, chat, `signin ${code}`);
    await teams.waitFor(() => chat.threads.filter(isBots).length > 1, DEADLINE_MS);

    lab.failNext(/./, 503, 100);
    const down = await ask(world, mira, "subscribe contoso/tools");
    lab.clearFailures();
    const back = await ask(world, mira, "subscribe contoso/tools");

    assert.match(down, /GitHub/);
    assert.doesNotMatch(down, /Subscribed/);
    assert.match(back, /✅ Subscribed to \[contoso\/tools\]/);
  });

  it("refuses malformed webhooks, each with its status", async () => {
    const secret = world.lab.app.webhookSecret;
    const signed = (event: string, body: Buffer, more: Record<string, string> = {}): Promise<number> => {
      const headers = { ...deliveryHeaders({ guid: randomUUID(), event, body }, secret), ...more };
      return post(ployst, "/github/webhooks", body, headers);
    };
    const issue = Buffer.from(JSON.stringify(webhook("issues.opened", { repository: { id: 900_000_000 } })));

    const statuses = {
      garbage: await signed("issues", Buffer.from("{not json")),
      list: await signed("issues", Buffer.from("[1,2]")),
      empty: await signed("issues", Buffer.alloc(0)),
      unsigned: await signed("issues", issue, { "x-hub-signature-256": "" }),
      forged: await signed("issues", issue, { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }),
      withoutGuid: await signed("issues", issue, { "x-github-delivery": "" }),
      unknownEvent: await signed("no_such_event", issue),
      hostileEvent: await signed("<script>", issue),
      foreign: await signed("issues", Buffer.from(JSON.stringify(webhook("issues.opened")))),
      tooBig: await signed("issues", Buffer.alloc(WEBHOOK_LIMIT_BYTES + 1, 0x20)),
      unreadable: await signed("issues", Buffer.from('{"repository":{"id":900000000,"owner":{"id":1}}}')),
    };

    assert.deepEqual(statuses, {
      garbage: 400,
      list: 400,
      empty: 400,
      unsigned: 401,
      forged: 401,
      withoutGuid: 400,
      unknownEvent: 204,
      hostileEvent: 400,
      foreign: 204,
      tooBig: 413,
      unreadable: 202,
    });
  });

  it("refuses malformed activities and requests, each with its status", async () => {
    const { teams } = world;
    const mira = teams.person({ name: "Mira Chen" });
    const whole = messageTo(world, mira.id);
    const json = { "content-type": "application/json" };
    const send = (body: unknown): Promise<number> =>
      post(ployst, "/api/messages", Buffer.from(JSON.stringify(body)), json);

    const statuses = {
      garbage: await post(ployst, "/api/messages", Buffer.from("{not json"), json),
      list: await send([1]),
      nothing: await send({}),
      withoutFrom: await send({ ...whole, from: undefined }),
      withoutConversation: await send({ ...whole, conversation: undefined }),
      withoutType: await send({ ...whole, type: undefined }),
      withoutText: await send({ ...whole, text: undefined }),
      foreignService: await send({ ...whole, serviceUrl: "https://evil.example.com/" }),
      tooBig: await post(ployst, "/api/messages", Buffer.alloc(300 * 1_024, 0x20), json),
      page: await get(ployst, "/no/such/page"),
      traversal: await get(ployst, "/static/..%2f..%2fpackage.json"),
      badEscape: await get(ployst, "/static/%E0%A4%A"),
      signInWithoutState: await get(ployst, "/auth/github/start"),
      forgedCallback: await get(ployst, "/auth/github/callback?code=x&state=y"),
      metricsWithoutToken: await get(ployst, "/metrics"),
    };

    const { nothing, withoutFrom, withoutConversation, withoutType, withoutText, ...fixed } = statuses;
    for (const status of [nothing, withoutFrom, withoutConversation, withoutType, withoutText])
      assert.ok(status === 200 || (status >= 400 && status < 500), String(status));
    assert.deepEqual(fixed, {
      garbage: 400,
      list: 400,
      foreignService: 403,
      tooBig: 413,
      page: 404,
      traversal: 404,
      badEscape: 404,
      signInWithoutState: 410,
      forgedCallback: 410,
      metricsWithoutToken: 403,
    });
  });

  it("makes hostile titles inert", async () => {
    const [room] = rooms.slice(7);
    assert.ok(room);
    const title = "<at>everyone</at> [x](javascript:alert(1)) \u202Egnp.exe **bold** hostile-mark";
    const repository = { id: room.repositoryId, full_name: room.repositoryName };
    const payload = webhook("issues.opened", { repository, issue: { number: 99, title } });
    const delivery = { guid: randomUUID(), event: "issues", body: Buffer.from(JSON.stringify(payload)) };

    const headers = deliveryHeaders(delivery, world.lab.app.webhookSecret);
    assert.equal(await post(ployst, "/github/webhooks", delivery.body, headers), 202);
    const message = await world.teams.waitFor(
      () => allMessages(room).find(({ activity }) => JSON.stringify(activity).includes("hostile-mark")),
      DEADLINE_MS,
    );

    // The summary is plain text, shown as it is; what Teams renders is the card.
    const card = JSON.stringify(message.card);
    assert.ok(!card.includes("<at>"), card);
    assert.ok(!card.includes("[x](javascript:"), card);
    assert.ok(!JSON.stringify(message.activity).includes("\u202E"));
    assert.equal(message.activity["entities"], undefined);
  });

  it("takes no more than 350 MiB after all this", () => {
    const resident = ployst.residentBytes();

    assert.ok(resident < MOST_RESIDENT_BYTES, `${String(Math.round(resident / 1_048_576))} MiB`);
  });
});

async function post(
  { url }: PloystProcess,
  path: string,
  body: Buffer,
  headers: Record<string, string>,
): Promise<number> {
  const response = await fetch(`${url}${path}`, { method: "POST", body: new Uint8Array(body), headers });
  await response.body?.cancel();
  return response.status;
}

async function get({ url }: PloystProcess, path: string): Promise<number> {
  const response = await fetch(`${url}${path}`, { redirect: "manual", headers: { accept: "text/html" } });
  await response.body?.cancel();
  return response.status;
}

async function ask(
  { teams }: ProcessWorld,
  person: Parameters<ProcessWorld["teams"]["say"]>[0],
  text: string,
): Promise<string> {
  const channel = teams.channel("general");
  const { activityId } = await teams.say(person, channel, text);
  const thread = channel.threads.find((root) => root.id === activityId);
  const answer = await teams.waitFor(() => thread?.replies.find(isBots), DEADLINE_MS);
  return readable(answer);
}

function messageTo({ teams }: ProcessWorld, personId: string): Record<string, unknown> {
  return {
    type: "message",
    id: randomUUID(),
    channelId: "msteams",
    serviceUrl: teams.url,
    text: "help",
    from: { id: personId, name: "Mira Chen", aadObjectId: randomUUID() },
    recipient: teams.bot,
    conversation: { id: "a:somebody", conversationType: "personal", tenantId: teams.world.tenantId },
    channelData: { tenant: { id: teams.world.tenantId } },
  };
}

function isBots(message: FakeMessage): boolean {
  return message.from === "bot";
}

function allMessages({ conversation }: Room): readonly FakeMessage[] {
  return conversation.threads.flatMap((root) => [root, ...root.replies]);
}
