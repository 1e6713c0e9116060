import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import type {
  DeploymentGroupRecord,
  DeploymentGroupState,
  RealmRecord,
  RealmStatus,
  ServerRecord,
  ServerStatus,
  Transaction,
} from "../../src/adapters/store/index.ts";
import { aProject } from "../adapters/store/suite/projects.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";
import { until } from "../support/until.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
type Movable = Exclude<ServerStatus, "deleting" | "deleted">;

describe("news of a team", () => {
  let chat: Chat;
  let site: TeamSite;
  beforeEach(async () => {
    chat = await startChat();
    site = await makeTeamSite(chat, chat.mira);
  });
  afterEach(async () => {
    await chat.close();
  });

  const news = () => chat.app.parts.services.realms.news;
  const inStore = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    chat.app.parts.store.transaction(work);
  const say = async (text: string, who: FakePerson = chat.mira, where?: FakeConversation): Promise<string> =>
    (await chat.ask(who, text, where)).text;
  const ownChat = (who: FakePerson) => chat.teams.personalChat(who);
  /** All that was to be posted has been. */
  const settled = (): Promise<void> =>
    until(() =>
      chat.app.parts.store.read(async (reads) => {
        const { queued = 0, running = 0 } = await reads.jobs.countByState();
        return queued + running + (await reads.outbox.backlog()).waiting === 0;
      }),
    );
  const cards = async (pattern: RegExp, where = chat.channel): Promise<readonly FakeMessage[]> => {
    await settled();
    return where.threads.filter((one) => one.card !== undefined && pattern.test(readable(one)));
  };
  const card = async (pattern: RegExp, where = chat.channel): Promise<FakeMessage> => {
    const [first, ...more] = await cards(pattern, where);
    assert.ok(first !== undefined, `no card ${String(pattern)}`);
    assert.deepEqual(more, [], `one card ${String(pattern)}`);
    return first;
  };
  const replies = ({ replies: all }: FakeMessage): readonly string[] => all.map(readable);
  const idOf = (person: FakePerson, tx: Transaction): Promise<string> =>
    tx.users.findByAad(person.tenantId, person.aadObjectId).then((user) => user?.id ?? "");

  /** As the checks of servers do it. */
  const moveServer = ({ id }: ServerRecord, to: Movable, lastError = ""): Promise<void> =>
    inStore(async (tx) => {
      const before = await tx.servers.find(id);
      assert.ok(before !== undefined);
      const transition = await tx.servers.move(id, [before.status as Movable], to, { lastError });
      const server = await tx.servers.find(id);
      assert.ok(server !== undefined && transition !== undefined);
      await news().onServerChanged(tx, server, { transition, what: "checked" });
    });

  describe("about servers", () => {
    it("are one card a server, changed in place, with a reply for what matters", async () => {
      const server = await site.server("web-1");
      assert.match(
        await say("notify servers"),
        /✅ This conversation is told of \*\*servers of team Platform\*\*/,
      );
      await moveServer(server, "offline", "It doesn't answer on port 22.");
      const told = await card(/^Server web-1\n🔴 Offline\nIt doesn't answer on port 22\.\nCloud\ndo-main/);
      assert.deepEqual(replies(told), [], "the new card says it itself");
      await moveServer(server, "online");
      await moveServer(server, "deploying");
      await moveServer(server, "online");
      await moveServer(server, "offline", "It doesn't answer on port 22.");

      await card(/^Server web-1\n🔴 Offline/);
      assert.deepEqual(replies(told), [
        "🟢 Server **web-1** is online again.",
        "🔴 Server **web-1** is offline. It doesn't answer on port 22.",
      ]);
    });

    it("are quiet about checks that change nothing, and about deployments", async () => {
      const server = await site.server("web-1");
      await say("notify servers");
      const check = () => inStore((tx) => news().onServerChanged(tx, server, { what: "checked" }));
      await check();
      await moveServer(server, "deploying");
      await moveServer(server, "online");

      assert.deepEqual(await cards(/Server web-1/), []);
      await moveServer(server, "failed", "It is gone at the provider.");
      const told = await card(/❌ Failed/);
      await check();
      await settled();
      assert.deepEqual(replies(told), []);
    });

    it("while one is made are left to the card where it was asked for, and told elsewhere", async () => {
      const other = chat.teams.channel("other");
      await say("notify servers");
      await say("notify servers", chat.mira, other);
      const here = await inStore((tx) => tx.conversations.findByChannel(chat.channel.id));
      const made = await site.server("web-1", "requested");
      const requested = { ...made, conversationId: here?.id ?? "" };
      await inStore((tx) => news().onServerChanged(tx, requested, { what: "created" }));
      await card(/Server web-1\n⚪ Requested/, other);
      assert.deepEqual(await cards(/Server web-1/), []);

      await inStore(async (tx) => {
        const transition = { fromState: "provisioning", toState: "online" } as const;
        await news().onServerChanged(tx, { ...requested, status: "online" }, { transition, what: "made" });
      });
      assert.deepEqual(replies(await card(/🟢 Online/, other)), ["🟢 Server **web-1** is online."]);
      assert.deepEqual(await cards(/Server web-1/), []);
      await inStore(async (tx) => {
        const transition = { fromState: "online", toState: "offline" } as const;
        await news().onServerChanged(
          tx,
          { ...requested, status: "offline" },
          { transition, what: "checked" },
        );
      });
      await card(/Server web-1\n🔴 Offline/);
    });

    it("stand for themselves where the conversation wants no replies", async () => {
      const server = await site.server("web-1");
      await say("notify servers");
      await say("settings threads off");
      await moveServer(server, "offline");
      await moveServer(server, "online");
      const told = await card(/Server web-1/);

      assert.deepEqual(replies(told), []);
      assert.ok(chat.channel.threads.some(({ text = "" }) => text.includes("is online again")));
    });

    it("are written by nobody else's names", async () => {
      const server = await site.server("web-1");
      await say("notify servers");
      await moveServer(server, "offline", "**loud** <at>everyone</at> [x](https://evil.example)");

      assert.match(
        readable(await card(/Server web-1/)),
        /\\\*\\\*loud\\\*\\\* &lt;at&gt;everyone&lt;\/at&gt; \\\[x/,
      );
    });
  });

  describe("reach", () => {
    const powerless = { role: "user", permissions: [], state: "active" } as const;
    const join = async (person: FakePerson): Promise<void> => {
      await say("about", person, ownChat(person));
      await inStore(async (tx) => {
        const member = { ...powerless, teamId: site.teamId, userId: await idOf(person, tx) };
        await tx.teamMembers.create(member);
      });
    };
    const leave = (person: FakePerson): Promise<unknown> =>
      inStore(async (tx) => {
        const member = await tx.teamMembers.findByUser(site.teamId, await idOf(person, tx));
        return tx.teamMembers.withdraw(member?.id ?? "");
      });
    const comeBack = (person: FakePerson): Promise<void> =>
      inStore(async (tx) => {
        const { id = "" } = (await tx.teamMembers.findByUser(site.teamId, await idOf(person, tx))) ?? {};
        await tx.teamMembers.reopen(id, powerless);
        await tx.teamMembers.accept(id);
        await tx.teamMembers.activate(id);
      });
    const flap = async (server: ServerRecord): Promise<void> => {
      await moveServer(server, "offline");
      await moveServer(server, "online");
    };

    it("only who asked in the team", async () => {
      assert.match(await say("notify servers", chat.jon), /aren't in a team yet/);
      await join(chat.jon);
      assert.match(
        await say("notify servers", chat.jon),
        /told of \*\*servers of team Platform\*\*\. It lasts as long as you are in the team/,
      );
      assert.match(await say("notify servers"), /told of \*\*servers of team Platform\*\* already/);
    });

    it("no conversation that works in another team, until it works in theirs again", async () => {
      const server = await site.server("web-1");
      await say("team link Platform");
      assert.doesNotMatch(await say("notify servers"), /It lasts/);
      await chat.ask(chat.mira, "team create Payments", ownChat(chat.mira));
      const linking = await chat.ask(chat.mira, "team link Payments");
      await chat.teams.clickButton(chat.mira, linking.message.id, "Link");
      await flap(server);

      assert.deepEqual(await cards(/Server web-1/), []);
      assert.match(
        await say("notify list"),
        /servers of team Platform \(silent: this conversation works in another team\)/,
      );
      const back = await chat.ask(chat.mira, "team link Platform");
      await chat.teams.clickButton(chat.mira, back.message.id, "Link");
      await flap(server);
      await card(/Server web-1/);
    });

    it("nobody who left the team, and them again when they are back", async () => {
      await join(chat.jon);
      const server = await site.server("web-1");
      await say("notify servers", chat.jon, ownChat(chat.jon));
      await leave(chat.jon);
      await flap(server);
      assert.deepEqual(await cards(/Server web-1/, ownChat(chat.jon)), []);
      assert.match(
        await say("notify list", chat.jon, ownChat(chat.jon)),
        /silent: whoever asked for it is no longer in the team/,
      );

      await comeBack(chat.jon);
      await flap(server);

      await card(/Server web-1/, ownChat(chat.jon));
    });

    it("a channel again when another member asks after the first one has left", async () => {
      await join(chat.jon);
      const server = await site.server("web-1");
      await say("notify servers", chat.jon);
      await leave(chat.jon);
      await flap(server);
      assert.deepEqual(await cards(/Server web-1/), []);

      assert.match(await say("notify servers"), /✅ This conversation is told/);
      await flap(server);

      await card(/Server web-1/);
    });

    it("a channel of the team, whoever asked for it and left", async () => {
      await join(chat.jon);
      const server = await site.server("web-1");
      await say("team link Platform");
      await say("notify servers", chat.jon);
      await leave(chat.jon);
      await flap(server);

      await card(/Server web-1/);
    });

    it("nobody while the team is deleted", async () => {
      const server = await site.server("web-1");
      await say("notify servers");
      await inStore((tx) => tx.teams.delete(site.teamId));
      await flap(server);
      assert.deepEqual(await cards(/Server web-1/), []);
      assert.match(await say("notify list"), /silent: the team is deleted/);
      assert.match(await say("notify off servers"), /no longer told of \*\*servers of team Platform/);
    });

    it("nobody any more after notify off, whoever says it", async () => {
      const server = await site.server("web-1");
      await say("notify servers");
      assert.match(
        await say("notify off servers", chat.eve),
        /✅ .* no longer told of \*\*servers of team Platform\*\*/,
      );
      await flap(server);

      assert.deepEqual(await cards(/Server web-1/), []);
      assert.match(await say("notify off servers"), /isn't told of \*\*servers\*\*/);
    });

    it("nobody of another team", async () => {
      const server = await site.server("web-1");
      const theirs = await makeTeamSite(chat, chat.jon, "Payments");
      await theirs.server("web-1");
      await say("notify servers", chat.jon);
      await flap(server);

      assert.deepEqual(await cards(/Server web-1/), []);
      await say("notify servers");
      assert.match(await say("notify list"), /- servers of team Payments\n- servers of team Platform/);
      assert.match(
        await say("notify off servers"),
        /no longer told of \*\*servers of team Payments, servers of team Platform\*\*/,
      );
    });
  });

  describe("about deployments", () => {
    let servers: readonly ServerRecord[];
    const deploy = (projectName: string, where = ""): Promise<DeploymentGroupRecord> =>
      inStore(async (tx) => {
        const known = await tx.projects.findByName(site.teamId, projectName);
        const project = known ?? (await tx.projects.create(aProject(site.teamId, { name: projectName })));
        const { group, deployments } = await tx.deployments.create({
          ...{ teamId: site.teamId, projectId: project?.id ?? "", ref: "main", sha: SHA, previousSha: "" },
          ...{ requestedBy: site.ownerId, conversationId: where, threadRootId: "", plan: {}, noop: false },
          ...{ rollbackOf: "", approvalsNeeded: 0, state: "queued" },
          servers: servers.map(({ id }) => ({ serverId: id, script: "true", previousSha: "" })),
        });
        await news().onDeploymentChanged(tx, group, deployments);
        return group;
      });
    const run = ({ id }: DeploymentGroupRecord): Promise<void> => move(id, "executing");
    const end = async ({ id }: DeploymentGroupRecord, to: "success" | "failed"): Promise<void> =>
      move(id, to);
    const move = (
      id: string,
      to: DeploymentGroupState & ("executing" | "success" | "failed"),
    ): Promise<void> =>
      inStore(async (tx) => {
        await tx.deployments.moveGroup(id, ["queued", "executing"], to);
        for (const one of await tx.deployments.listByGroup(id)) {
          const isLast = one.position === servers.length - 1;
          const state = to === "failed" && !isLast ? "success" : to;
          await tx.deployments.move(one.id, ["queued", "executing"], state, {
            exitcode: state === "failed" ? 3 : 0,
          });
        }
        const group = await tx.deployments.findGroup(id);
        assert.ok(group !== undefined);
        await news().onDeploymentChanged(tx, group, await tx.deployments.listByGroup(id));
      });
    beforeEach(async () => {
      servers = [await site.server("web-1"), await site.server("web-2")];
    });

    it("are one card each, with one reply at the end", async () => {
      assert.match(await say("notify deployments"), /told of \*\*deployments of team Platform/);
      const group = await deploy("shop");
      const told = await card(
        /^Deployment #1 of shop\n⏳ Queued\nmain at 0123456 · by Mira Chen\nweb-1\n⏳ Queued/,
      );
      await run(group);
      await card(/^Deployment #1 of shop\n🔵 Deploying/);
      await end(group, "success");

      await card(/^Deployment #1 of shop\n🟢 Succeeded[^]*web-2\n🟢 Succeeded/);
      assert.deepEqual(replies(told), ["🟢 Deployment #1 of shop has succeeded on web-1, web-2."]);
    });

    it("say where one failed, and why", async () => {
      await say("notify deployments");
      const group = await deploy("shop");
      await run(group);
      await end(group, "failed");

      const told = await card(
        /🔴 Failed[^]*web-1\n🟢 Succeeded[^]*web-2\n🔴 Failed\nIts script ended with exit code 3/,
      );
      assert.deepEqual(replies(told), [
        "🔴 Deployment #1 of shop has failed on web-2. Its script ended with exit code 3. `deployment show 1` tells more.",
      ]);
    });

    it("of one project leave the others out, and come once to who follows both", async () => {
      await deploy("shop");
      await deploy("blog");
      assert.match(await say("notify deployments shpo"), /no project "shpo"\. Did you mean `shop`/);
      assert.match(
        await say("notify deployments Shop"),
        /told of \*\*deployments of project shop of team Platform/,
      );
      await run(await deploy("blog"));
      await run(await deploy("shop"));
      await card(/Deployment #4 of shop/);
      assert.deepEqual(await cards(/of blog/), []);

      await say("notify deployments");
      await run(await deploy("shop"));
      await card(/Deployment #5 of shop/);

      assert.match(
        await say("notify off deployments"),
        /no longer told of \*\*deployments of team Platform\*\*/,
      );
      await run(await deploy("blog"));
      assert.deepEqual(await cards(/of blog/), []);
      assert.match(
        await say("notify off deployments shop"),
        /no longer told of \*\*deployments of project shop/,
      );
      assert.match(await say("notify off deployments shop"), /isn't told/);
    });

    it("are not doubled where they were asked for", async () => {
      const other = chat.teams.channel("other");
      await say("notify deployments");
      await say("notify deployments", chat.mira, other);
      const here = await inStore((tx) => tx.conversations.findByChannel(chat.channel.id));
      const group = await deploy("shop", here?.id ?? "");
      await end(group, "success");

      await card(/Deployment #1/, other);
      assert.deepEqual(await cards(/Deployment #1/), []);
    });
  });

  describe("about realms", () => {
    let server: ServerRecord;
    beforeEach(async () => {
      server = await site.server("web-1");
    });
    const made = (name: string): Promise<RealmRecord> =>
      inStore(async (tx) => {
        const place = { teamId: site.teamId, serverId: server.id, deploymentId: "" };
        const said = { ...place, name, url: "https://play.example.com/", meta: { build: "12340" } };
        const { after } = await tx.realms.save(said);
        await news().onRealmChanged(tx, after, { what: "created", askedIn: "" });
        return after;
      });
    const becomes = ({ id }: RealmRecord, status: RealmStatus, lastError = ""): Promise<void> =>
      inStore(async (tx) => {
        const realm = await tx.realms.find(id);
        assert.ok(realm !== undefined);
        const found = { status, failures: 0, lastError, nextCheckAt: new Date(Date.now() + 3_600_000) };
        const transition = await tx.realms.recordCheck(realm, found);
        const after = await tx.realms.find(id);
        assert.ok(after !== undefined && transition !== undefined);
        await news().onRealmChanged(tx, after, { what: "checked", transition, askedIn: "" });
      });

    it("are one card each, with a reply when one goes down and comes up", async () => {
      await say("notify realms");
      const realm = await made("Old Blanchy");
      const told = await card(/^Realm Old Blanchy\n\*\*🟡 Starting\*\*[^]*Server\nweb-1\nbuild\n12340\nOpen/);
      await becomes(realm, "online");
      await becomes(realm, "offline", "It answers with HTTP 503.");
      await card(/\*\*🔴 Offline\*\*[^]*It answers with HTTP 503/);
      await becomes(realm, "online");

      await card(/^Realm Old Blanchy\n\*\*🟢 Online\*\*/);
      assert.deepEqual(replies(told), [
        "🔴 Realm **Old Blanchy** on web-1 is offline. It answers with HTTP 503.",
        "🟢 Realm **Old Blanchy** on web-1 is online again.",
      ]);
    });

    it("are not said to be online again when they come up for the first time, late", async () => {
      await say("notify realms");
      const realm = await made("Old Blanchy");
      const told = await card(/^Realm Old Blanchy\n\*\*🟡 Starting/);
      await becomes(realm, "failed", "It doesn't answer.");
      await card(/\*\*❌ Failed to start\*\*/);
      await becomes(realm, "online");

      await card(/^Realm Old Blanchy\n\*\*🟢 Online\*\*/);
      assert.deepEqual(replies(told), [
        "❌ Realm **Old Blanchy** on web-1 hasn't come up. It doesn't answer.",
        "🟢 Realm **Old Blanchy** on web-1 is online now.",
      ]);
    });

    it("of a server that goes are shown as not asked, without a word more", async () => {
      await say("notify realms");
      const realm = await made("web");
      await becomes(realm, "online");
      await moveServer(server, "offline");
      const told = await card(/Realm web\n\*\*⏸️ Not asked: its server is offline/);
      await moveServer(server, "online");

      await card(/Realm web\n\*\*🟢 Online/);
      assert.deepEqual(replies(told), []);
    });

    it("are answered where they are added, and shown elsewhere", async () => {
      const other = chat.teams.channel("other");
      await say("notify realms");
      await say("notify realms", chat.mira, other);
      await say("realm add web on web-1");

      await card(/Realm web/, other);
      assert.deepEqual(await cards(/^Realm web/), []);
      const { message } = await chat.ask(chat.mira, "realm remove web");
      await chat.teams.clickButton(chat.mira, message.id, "Remove");
      await card(/Realm web\n\*\*⚫ Removed/, other);
    });
  });

  it("are listed with what else the conversation is told of", async () => {
    assert.match(await say("notify list"), /told of no service, server, deployment or realm/);
    await say("notify realms");
    await say("notify deployments");
    await say("notify servers");

    assert.match(
      await say("notify list"),
      /- realms of team Platform\n- deployments of team Platform\n- servers of team Platform/,
    );
    assert.match(await say("notify server"), /`notify servers`/);
    assert.match(
      await say("audit notification"),
      /created · notification[^]*source: servers of team Platform/,
    );
  });
});
