import assert from "node:assert/strict";
import type { FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import type { DeploymentGroupState } from "../../src/adapters/store/index.ts";
import { aProject } from "../adapters/store/suite/projects.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";

describe("the first steps in a team", () => {
  let chat: Chat;
  let site: TeamSite;
  beforeEach(async () => {
    chat = await startChat();
    site = await makeTeamSite(chat, chat.mira);
  });
  afterEach(async () => {
    await chat.close();
  });

  const own = (person: FakePerson) => chat.teams.personalChat(person);
  const press = async (message: FakeMessage, title: string, by = chat.mira): Promise<string> => {
    const { card, error, toast } = await chat.teams.clickButton(by, message.id, title);
    return error?.message ?? toast ?? readable({ ...message, card: card ?? {} });
  };
  /** As far as GitHub, subscription and key are passed over. */
  const begin = async (person = chat.mira): Promise<{ message: FakeMessage; text: string }> => {
    const { message } = await chat.ask(person, "start", own(person));
    await press(message, "Skip", person);
    await press(message, "Skip", person);
    return { message, text: await press(message, "Skip", person) };
  };
  const hasButton = ({ card }: FakeMessage, title: string): boolean =>
    JSON.stringify(card?.["actions"] ?? []).includes(`"title":"${title}"`);
  const removeCloud = () => chat.app.parts.store.transaction((tx) => tx.clouds.delete(site.cloudId));
  const project = (name = "shop") =>
    chat.app.parts.store.transaction((tx) => tx.projects.create(aProject(site.teamId, { name })));
  const deployment = (state: DeploymentGroupState & ("queued" | "success"), noop = false) =>
    chat.app.parts.store.transaction(async (tx) => {
      const [shop] = await tx.projects.listByTeam(site.teamId, { limit: 1 });
      const [server] = await tx.servers.listByTeam(site.teamId, { limit: 1 });
      const { group } = await tx.deployments.create({
        ...{ teamId: site.teamId, projectId: shop?.id ?? "", ref: "main", sha: "a".repeat(40) },
        ...{
          previousSha: "",
          requestedBy: site.ownerId,
          conversationId: "",
          threadRootId: "",
          plan: {},
          noop,
        },
        ...{ rollbackOf: "", approvalsNeeded: 0, state: "queued" },
        servers: [{ serverId: server?.id ?? "", script: "", previousSha: "" }],
      });
      if (state === "success") await tx.deployments.moveGroup(group.id, ["queued"], "success");
    });

  it("begin with a cloud, and say what the rest waits for", async () => {
    await removeCloud();

    const { text, message } = await begin();

    assert.match(text, /👉 5 · \*\*Add a cloud\*\*\nA cloud is where.*Say \*\*cloud add\*\*\./);
    assert.match(text, /⬜ 6 · Create servers\nA server needs a cloud first/);
    assert.match(text, /⬜ 7 · Create a project\n⬜ 8 · Deploy\nIt takes a project and a server/);
    assert.ok(hasButton(message, "Add a cloud"));
  });

  it("go on to servers, project and deployment, each found out anew", async () => {
    const { message, text } = await begin();
    assert.match(text, /✅ 5 · Add a cloud\nCloud: \*\*do-main\*\*\./);
    assert.match(
      text,
      /👉 6 · \*\*Create servers\*\*\n.*price, before anything is made\. Say \*\*server create\*\*/,
    );

    await site.server("web-1");
    const third = await press(message, "Look again");
    assert.match(third, /✅ 6 · Create servers\nServer: \*\*web-1\*\*\./);
    assert.match(third, /👉 7 · \*\*Create a project\*\*\n.*Say \*\*project create\*\*/);

    await project();
    const fourth = await press(message, "Look again");
    assert.match(fourth, /✅ 7 · Create a project\nProject: \*\*shop\*\*\./);
    assert.match(fourth, /👉 8 · \*\*Deploy\*\*\n.*Say \*\*deploy shop\*\*/);

    await deployment("success", true);
    assert.match(await press(message, "Look again"), /👉 8 · \*\*Deploy/, "a dry run is no deployment");
    await deployment("queued");
    assert.match(await press(message, "Look again"), /⬜ 8 · Deploy\nDeployment #2 is on its way/);
    await deployment("success");
    assert.match(await press(message, "Look again"), /✅ 8 · Deploy\nDeployment #3 has succeeded/);
  });

  it("name a few of many things, and no more", async () => {
    for (const name of ["web-1", "web-2", "web-3", "web-4", "web-5"]) await site.server(name);

    assert.match((await begin()).text, /Servers: \*\*web-1\*\*, \*\*web-2\*\*, \*\*web-3\*\* and 2 more\./);
  });

  it("wait for a server that is being made, and say how to find out why one failed", async () => {
    await site.server("web-1", "provisioning");
    const { message, text } = await begin();
    assert.match(text, /⬜ 6 · Create servers\nServer \*\*web-1\*\* is being made/);
    assert.match(text, /👉 7 · \*\*Create a project/);

    await chat.app.parts.store.transaction(async (tx) => {
      const server = await tx.servers.findByName(site.teamId, "web-1");
      await tx.servers.move(server?.id ?? "", ["provisioning"], "failed");
    });

    assert.match(
      await press(message, "Look again"),
      /👉 6 · \*\*Create servers\*\*\nServer \*\*web-1\*\* has failed: \*\*server show web-1\*\* tells why/,
    );
  });

  it("are said by a button as if their person had, in the place of the card", async () => {
    await removeCloud();
    const { message } = await begin();
    const before = own(chat.mira).threads.length;

    const text = await press(message, "Add a cloud");

    assert.match(text, /👉 5 · \*\*Add a cloud/);
    const answer = await chat.teams.world.waitFor(() => own(chat.mira).threads[before]);
    assert.equal(answer.from, "bot");
    const said = await chat.app.parts.store.read((reads) => reads.jobs.countByState());
    assert.equal(said["dead"] ?? 0, 0);
  });

  it("say nothing once they are taken, however old the card is", async () => {
    await removeCloud();
    const { message } = await begin();
    await chat.app.parts.store.transaction((tx) => tx.clouds.restore(site.cloudId));
    const before = own(chat.mira).threads.length;

    const text = await press(message, "Add a cloud");

    assert.match(text, /✅ 5 · Add a cloud/);
    await chat.ask(chat.mira, "about", own(chat.mira));
    assert.equal(own(chat.mira).threads.length, before + 2, "the question and its answer");
  });

  it("send who may not take them to who may, and hold nobody up", async () => {
    await removeCloud();
    await chat.ask(chat.jon, "about", own(chat.jon));
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(chat.jon.tenantId, chat.jon.aadObjectId);
      const member = { teamId: site.teamId, userId: user?.id ?? "", role: "user" } as const;
      await tx.teamMembers.create({ ...member, permissions: ["project.create"], state: "active" });
    });

    const { text, message } = await begin(chat.jon);

    assert.match(text, /⬜ 5 · Add a cloud\nAsk Mira Chen to add a cloud\./);
    assert.match(text, /⬜ 6 · Create servers\nAsk Mira Chen to create servers\./);
    assert.match(text, /👉 7 · \*\*Create a project/);
    assert.match(text, /⬜ 8 · Deploy\nAsk Mira Chen to deploy\./);
    assert.match(await press(message, "Skip", chat.jon), /That's it for now/);
    assert.ok(!hasButton(message, "Create servers"));
  });

  it("refuse a step of another's card, and one that there is none of", async () => {
    await removeCloud();
    const { message } = await begin();

    assert.match(await press(message, "Add a cloud", chat.jon), /Say start to see your own/);
  });
});
