import assert from "node:assert/strict";
import type { ProjectRecord } from "../../src/adapters/store/index.ts";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";
import { until } from "../support/until.ts";

type Inputs = Readonly<Record<string, string>>;

describe("projects", () => {
  let chat: Chat;
  let site: TeamSite;
  let web1: string;
  let web2: string;
  beforeEach(async () => {
    chat = await startChat();
    site = await makeTeamSite(chat, chat.mira);
    web1 = (await site.server("web-1")).id;
    web2 = (await site.server("web-2")).id;
    await chat.signIn(chat.mira, "mira");
  });
  afterEach(() => chat.close());

  const say = async (text: string, who: FakePerson = chat.mira): Promise<string> =>
    (await chat.ask(who, text)).text;
  const press = async (text: string, title: string, who: FakePerson = chat.mira) =>
    chat.teams.clickButton(who, (await chat.ask(who, text)).message.id, title);
  const findProject = (name: string): Promise<ProjectRecord | undefined> =>
    chat.app.parts.store.read((reads) => reads.projects.findByName(site.teamId, name));
  const allTexts = (): readonly string[] =>
    chat.channel.threads.flatMap((root) => [root, ...root.replies].map((message) => readable(message)));
  const verbsOf = async ({ id }: ProjectRecord): Promise<readonly string[]> => {
    const events = await chat.app.parts.store.read((reads) =>
      reads.events.listByEntity("project", id, { limit: 20 }),
    );
    return events.map(({ verb }) => verb).toReversed();
  };
  const join = async (person: FakePerson, powers: readonly string[]): Promise<void> => {
    await chat.ask(person, "about", chat.teams.personalChat(person));
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
      const member = { teamId: site.teamId, userId: user?.id ?? "", role: "user" } as const;
      await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
      await tx.users.setCurrentTeam(user?.id ?? "", site.teamId);
    });
  };

  /** Opens the form and sends it, filled in so; what Teams then shows of it. */
  const create = async (inputs: Inputs, who: FakePerson = chat.mira): Promise<string> => {
    const { dialog } = await press("project create", "Open the form…", who);
    assert.ok(dialog);
    const filled = { acquire: "archive", servers: web1, name: "shop", ...inputs };
    const sent = await chat.teams.submitDialog(who, chat.channel, dialog.card, "Create", filled);
    return JSON.stringify(sent.dialog?.card ?? sent);
  };
  const made = async (inputs: Inputs = {}): Promise<ProjectRecord> => {
    await create({ repository: "contoso/web", ...inputs });
    const project = await findProject(inputs["name"] ?? "shop");
    assert.ok(project);
    return project;
  };

  it("are made of a repository that was looked at, and say how it is read and what deploying it would do", async () => {
    await chat.lab.install("contoso", "all");

    await create({
      repository: "contoso/secret",
      script: "npm ci\r\nsystemctl restart shop",
      servers: `${web2},${web1}`,
    });

    const project = await findProject("shop");
    assert.ok(project);
    const { vcs, repositoryUrl, ghRepoId, acquire, directory, script } = project;
    assert.deepEqual(
      { vcs, repositoryUrl, ghRepoId, acquire, directory, script },
      {
        ...{ vcs: "github", repositoryUrl: `${chat.lab.webUrl}/contoso/secret`, ghRepoId: "912004417" },
        ...{ acquire: "archive", directory: "/srv/shop", script: "npm ci\nsystemctl restart shop\n" },
      },
    );
    assert.deepEqual(await chat.app.parts.store.read((reads) => reads.projects.listServerIds(project.id)), [
      web2,
      web1,
    ]);
    assert.deepEqual(await verbsOf(project), ["created"]);
    await until(() =>
      allTexts().some((text) =>
        /✅ Project shop\n.*contoso\/secret.*\nI read it by our GitHub App/.test(text),
      ),
    );
    await until(() =>
      allTexts().some((text) => /Deploy: \*\*shop\*\* main at [0-9a-f]{7} to 2 servers\?/.test(text)),
    );
    // Copied in the background, for the first deployment.
    await until(async () => {
      const jobs = chat.lab.requests.filter(({ path }) => path === "/contoso/secret.git/git-upload-pack");
      return jobs.length > 0;
    });
  });

  it("of a public repository need no key", async () => {
    await made();

    await until(() =>
      allTexts().some((text) => text.includes("open to everybody: it needs no key or token")),
    );
  });

  it("say what a repository lacks before anything is kept", async () => {
    assert.match(await create({ repository: "contoso/secret" }), /can't read contoso\/secret in your name/);
    assert.match(await create({ repository: "contoso/none" }), /can't read contoso\/none in your name/);
    assert.match(
      await create({ repository: "contoso/web", ref: "mian" }),
      /no branch, tag or commit \\"mian\\"/,
    );
    assert.match(await create({ repository: "contoso/web", ref: "--all" }), /can't be the name of a branch/);
    assert.match(
      await create({ repository: "https://user:pw@git.example.com/a/b" }),
      /isn't an address of a repository/,
    );
    assert.match(
      await create({ repository: "ext::sh -c touch% /tmp/x" }),
      /isn't an address of a repository/,
    );
    assert.match(await create({ repository: "https://10.0.0.1/a/b" }), /inside a private network/);
    assert.equal(await findProject("shop"), undefined);
  });

  it("are never made of what the App may read and the person may not", async () => {
    await chat.lab.install("contoso", "all");
    await join(chat.eve, ["project.create"]);
    assert.match(
      await create({ repository: "contoso/secret" }, chat.eve),
      /Connect your GitHub account first/,
    );
    await chat.signIn(chat.eve, "eve");

    assert.match(
      await create({ repository: "contoso/secret" }, chat.eve),
      /can't read contoso\/secret in your name/,
    );

    assert.equal(await findProject("shop"), undefined);
  });

  it("keep the form's entries when one of them is wrong", async () => {
    const again = await create({ repository: "contoso/web", name: "the shop", script: "make deploy" });
    assert.match(again, /"the shop\\" can't name a project/);
    assert.match(again, /make deploy/);
    assert.match(await create({ repository: "contoso/web", directory: "/etc" }), /can't be the directory/);
    assert.match(
      await create({ repository: "contoso/web", directory: "/srv/../etc" }),
      /can't be the directory/,
    );
    assert.match(await create({ repository: "contoso/web", servers: "" }), /Choose at least one server/);
    assert.match(
      await create({ repository: "contoso/web", servers: "someone-elses" }),
      /Choose at least one server/,
    );
    assert.match(
      await create({ repository: "contoso/web", script: "x".repeat(10_001) }),
      /at most 10000 characters/,
    );
    await made();
    assert.match(
      await create({ repository: "contoso/tools", name: "SHOP" }),
      /has a project \\"SHOP\\" already/,
    );
  });

  it("want a server first, and the permission", async () => {
    await join(chat.jon, []);
    assert.match(await say("project create", chat.jon), /project.create|may not|permission/i);
    await chat.ask(chat.mira, "team create Empty", chat.teams.personalChat(chat.mira));
    await chat.ask(chat.mira, "team use Empty", chat.teams.personalChat(chat.mira));
    assert.match(await say("project create"), /has no server to deploy to/);
  });

  it("are listed and shown", async () => {
    assert.match(await say("project list"), /None yet[^]*project create/);
    await made({ servers: `${web1},${web2}`, script: "make\nmake install" });

    assert.match(
      await say("project list"),
      /1 project\n\*\*shop\*\*\n.*contoso\/web.*\nthe default branch · archive/,
    );
    const shown = await say("project show SHOP");
    for (const fact of [
      /Servers\nweb-1, then web-2/,
      /Script\nmake · 2 lines/,
      /Approvals\nNone needed/,
      /Releases\n5/,
    ])
      assert.match(shown, fact);
    assert.match(await say("project show shpo"), /no project "shpo"\. Did you mean `shop`/);
    assert.match(await say("project list 2"), /no page "2"/);
  });

  it("are deployed to servers in the order that is said", async () => {
    await made();

    assert.match(await say("project servers shop web-2,web-1"), /are web-2, web-1, in this order/);
    assert.match(await say("project servers shop WEB-2 web-1"), /are web-2, web-1 already/);
    assert.match(
      await say("project servers shop web-2"),
      /are web-2, in this order\. What was deployed to web-1 stays/,
    );
    assert.match(await say("project servers shop wbe-1"), /no server "wbe-1"\. Did you mean `web-1`/);
    assert.match(await say("project servers shop"), /which servers|Choose at least one/);
    const project = await findProject("shop");
    assert.deepEqual(await verbsOf(project ?? assert.fail()), ["created", "updated", "updated"]);
  });

  it("have a script that is changed in a form, never over somebody else's change", async () => {
    await made({ script: "one" });
    assert.match(await say("project script shop"), /Script of project shop\none/);
    const { dialog } = await press("project script shop", "Change…");
    assert.ok(dialog);
    const save = async (script: string): Promise<string> =>
      JSON.stringify(await chat.teams.submitDialog(chat.mira, chat.channel, dialog.card, "Save", { script }));

    assert.match(await save("two\nthree"), /Changed the script of project/);
    assert.equal((await findProject("shop"))?.script, "two\nthree\n");
    assert.match(await save("four"), /Somebody else changed that project/);
    assert.equal((await findProject("shop"))?.script, "two\nthree\n");
    assert.match(await save("two\nthree"), /is the script of project .* already/);
  });

  it("have settings that are held to their limits", async () => {
    await made();
    const { dialog } = await press("project settings shop", "Change…");
    assert.ok(dialog);
    const kept = {
      ref: "",
      acquire: "clone",
      directory: "/srv/shop",
      timeout: "1.5",
      inactivity: "1",
      releases: "3",
    };
    const save = async (inputs: Inputs): Promise<string> => {
      const all = { ...kept, approvals: "2", checks: "build\n\n e2e ", ...inputs };
      return JSON.stringify(await chat.teams.submitDialog(chat.mira, chat.channel, dialog.card, "Save", all));
    };

    assert.match(
      await save({ approvals: "11" }),
      /Approvals can't be that\. Use a whole number from 0 to 10/,
    );
    assert.match(await save({ timeout: "soon" }), /from 1 to 360/);
    assert.match(await save({ checks: "x\n".repeat(21) }), /Use at most 20 names/);
    assert.match(await save({ ref: "gone" }), /no branch, tag or commit/);
    assert.match(await say("project settings shop"), /Approvals\nNone needed/);
    assert.match(
      await save({}),
      /Changed acquire, approvals, checks, timeout, inactivity, releases of project/,
    );
    const said = await say("project settings shop");
    assert.match(said, /Approvals\n2\nChecks\nbuild, e2e\nTimeouts\n90 s, silent 1 min\nReleases\n3/);
  });

  it("that require checks are not deployed where the App isn't installed to read them", async () => {
    const project = await made();
    await chat.app.parts.store.transaction((tx) =>
      tx.projects.update(project.id, project.version, { settings: { requiredChecks: ["build"] } }),
    );

    assert.match(
      await say("deploy shop"),
      /requires checks \(build\), and I can't see any.*GitHub App is installed/,
    );

    await chat.lab.install("contoso", "all");
    assert.match(await say("deploy shop"), /must have passed on main .* and haven't: build \(pending\)/);
    assert.match(await say("deployment list"), /None yet/);
  });

  it("are deleted after a question, and come back", async () => {
    const project = await made();
    const { message, text } = await chat.ask(chat.mira, "project delete shop");
    assert.match(text, /Delete project \*\*shop\*\* of team \*\*Platform\*\*\?/);
    const done = await chat.teams.clickButton(chat.mira, message.id, "Delete");
    assert.match(JSON.stringify(done), /Project \*\*shop\*\* is deleted/);
    assert.equal(await findProject("shop"), undefined);
    assert.match(await say("project restore shop"), /✅ Project \*\*shop\*\* is back/);

    assert.match(await say("project restore shop"), /no deleted project "shop"/);
    assert.deepEqual(await verbsOf(project), ["created", "deleted", "restored"]);
  });

  it("are not deleted while a deployment of them isn't over", async () => {
    const project = await made();
    await chat.app.parts.store.transaction((tx) =>
      tx.deployments.create({
        ...{ teamId: site.teamId, projectId: project.id, ref: "main", sha: "a".repeat(40), previousSha: "" },
        ...{ requestedBy: site.ownerId, conversationId: "", threadRootId: "", plan: {}, noop: false },
        ...{ rollbackOf: "", approvalsNeeded: 0, state: "queued" },
        servers: [{ serverId: web1, script: "", previousSha: "" }],
      }),
    );

    assert.match(await say("project delete shop"), /Deployment #1 of shop isn't over yet/);
    assert.ok(await findProject("shop"));
  });

  it("of another team are out of reach, by name and by button", async () => {
    await made();
    const shown = await chat.ask(chat.mira, "project show shop");
    await chat.signIn(chat.jon, "jon");
    await chat.ask(chat.jon, "team create Other", chat.teams.personalChat(chat.jon));

    assert.match(await say("project show shop", chat.jon), /no project "shop"/);
    const pressed = await chat.teams.clickButton(chat.jon, shown.message.id, "Script…");
    assert.match(JSON.stringify(pressed), /Somebody else changed that project/);
  });
});
