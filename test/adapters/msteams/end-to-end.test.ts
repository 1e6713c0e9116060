import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";

import type { FakeTeams } from "../../../demo/teams/connector/index.ts";
import type { Teams } from "../../../src/adapters/msteams/index.ts";
import type { InboundActivity } from "../../../src/core/inbound.ts";
import { reply } from "../../../src/core/reply.ts";
import { APP, authenticatedTeams, localTeams } from "./support/teams.ts";

/** A bot that greets in the thread and answers buttons: the smallest thing over the adapter. */
async function startBot(teams: Teams): Promise<{ server: Server; url: string; heard: InboundActivity[] }> {
  const heard: InboundActivity[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void answer(JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown);
    });
    const answer = async (body: unknown): Promise<void> => {
      const received = await teams.receive(request.headers, request.socket.remoteAddress, body);
      response.setHeader("content-type", "application/json");
      if (received.kind === "refused") {
        response.statusCode = received.status;
        response.end();
        return;
      }
      heard.push(received.activity);
      if (received.isInvoke) {
        response.end(
          JSON.stringify(
            teams.toInvokeResponse(received.activity, reply.replaceCard("a/b", { title: "closed" }, "s")),
          ),
        );
        return;
      }
      const { conversation } = received.activity;
      const card = teams.cards.render({ card: "a/b", data: { title: "hello" }, summary: "Hello" });
      await teams.connector.reply(conversation, conversation.threadRootId ?? "", {
        adaptiveCard: card,
        summary: "Hello",
      });
      response.end();
    };
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return { server, url: `http://127.0.0.1:${String(address.port)}/api/messages`, heard };
}

async function talk(fake: FakeTeams, heard: InboundActivity[]): Promise<void> {
  const ann = fake.person({ name: "Ann" });
  const channel = fake.channel("General");

  const said = await fake.say(ann, channel, "hello there");
  const greeting = await fake.waitFor(() => channel.threads[0]?.replies[0]);

  assert.equal(said.status, 200);
  assert.equal(heard[0]?.kind === "message" && heard[0].text, "hello there");
  assert.equal(heard[0]?.from.aadObjectId, ann.aadObjectId);
  assert.match(JSON.stringify(greeting.card), /hello/);
}

describe("the Teams adapter, over the wire", () => {
  it("hears a message and answers in its thread, in local mode", async () => {
    const { fake, teams, close } = await localTeams();
    const { server, url, heard } = await startBot(teams);
    fake.connectBot({ url });

    await talk(fake, heard);

    server.close();
    await close();
  });

  it("does so with tokens both ways, and only with them", async () => {
    const { fake, issuer, teams, close } = await authenticatedTeams();
    const { server, url, heard } = await startBot(teams);
    fake.requireToken("outbound-token");
    fake.connectBot({ url, token: () => issuer.mint({ appId: APP.appId, serviceUrl: fake.url }) });

    await talk(fake, heard);

    fake.connectBot({ url });
    const ann = fake.person({ name: "Ann" });
    assert.equal((await fake.say(ann, fake.channel("General"), "again")).status, 401);
    server.close();
    await close();
  });

  it("replaces the card whose button was clicked", async () => {
    const { fake, teams, close } = await localTeams();
    const { server, url, heard } = await startBot(teams);
    fake.connectBot({ url });
    const content = {
      type: "AdaptiveCard",
      actions: [{ type: "Action.Execute", title: "Close", verb: "issue.close" }],
    };
    const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content }];
    const message = fake.world.addRoot(fake.channel("General"), "bot", { type: "message", attachments });

    const clicked = await fake.clickButton(fake.person({ name: "Ann" }), message.id, "Close");

    assert.equal(heard[0]?.kind === "action" && heard[0].messageId, message.id);
    assert.match(JSON.stringify(clicked.card), /closed/);
    server.close();
    await close();
  });
});
