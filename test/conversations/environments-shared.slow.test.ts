import assert from "node:assert/strict";
import type { ClickResult, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { aProject } from "../adapters/store/suite/projects.ts";
import { readable, startChat, type Chat, type Heard } from "../support/chat.ts";
import { until } from "../support/until.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";

const SECRET = "correct-horse-battery-staple";

describe("shared environments", () => {
  let chat: Chat;
  let site: TeamSite;
  beforeEach(async () => {
    chat = await startChat();
    site = await makeTeamSite(chat, chat.mira);
    for (const name of ["web-1", "web-2"]) await site.server(name);
    await chat.app.parts.store.transaction((tx) =>
      tx.projects.create(aProject(site.teamId, { name: "shop" })),
    );
  });
  afterEach(async () => {
    await chat.close();
  });

  const alone = (person: FakePerson) => chat.teams.personalChat(person);
  const ask = (text: string, who = chat.mira): Promise<Heard> => chat.ask(who, text, alone(who));
  const own = async (text: string, who = chat.mira): Promise<string> => (await ask(text, who)).text;
  const said = ({ card, error, toast }: ClickResult, message: FakeMessage): string =>
    error?.message ?? toast ?? readable({ ...message, card: card ?? {} });
  const press = async (
    { message }: Pick<Heard, "message">,
    button: string,
    who = chat.mira,
    inputs = {},
  ): Promise<string> => said(await chat.teams.clickButton(who, message.id, button, inputs), message);
  const set = async (what: string, value = SECRET, who = chat.mira): Promise<string> =>
    press(await ask(`env set ${what}`, who), "Save", who, { secretValue: value });
  const share = async (what: string, who = chat.mira): Promise<string> => {
    const asked = await ask(`env share ${what}`, who);
    return asked.message.card === undefined ? asked.text : press(asked, "Share", who);
  };
  const join = async (person: FakePerson, powers: readonly string[]): Promise<void> => {
    await chat.ask(person, "about", alone(person));
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
      const member = { teamId: site.teamId, userId: user?.id ?? "", role: "user" } as const;
      await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
    });
  };
  const give = async (person: FakePerson, powers: readonly string[]): Promise<void> => {
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
      const member = await tx.teamMembers.findByUser(site.teamId, user?.id ?? "");
      await tx.teamMembers.setPermissions(member?.id ?? "", member?.permissions ?? [], [...powers]);
    });
  };
  const idOf = async (name: string): Promise<string> => {
    const server = await chat.app.parts.store.read((reads) => reads.servers.findByName(site.teamId, name));
    return server?.environmentId ?? "";
  };
  const variablesOf = async (name: string): Promise<unknown> => {
    const id = await idOf(name);
    return chat.app.parts.store.read((reads) => reads.environments.findVariables(id));
  };
  const events = async () => {
    const page = { limit: 100, since: new Date(0), until: new Date("2100-01-01") };
    const all = await chat.app.parts.store.read((reads) => reads.events.listByTeam(site.teamId, page));
    return all.filter(({ entityType }) => entityType === "environment").toReversed();
  };
  /** The question that an answer to a button is, in the 1:1 chat. */
  const askedAnew = (index: number): Promise<FakeMessage> =>
    chat.teams.world.waitFor(
      () => alone(chat.mira).threads.filter((one) => readable(one).includes("use the variables of"))[index],
    );

  describe("env share", () => {
    it("has a scope use another's variables, after a question that names them and what is lost", async () => {
      for (const what of ["server:web-1 DB_URL", "server:web-1 PORT", "server:web-2 OLD"]) await set(what);
      const before = await idOf("web-2");

      const asked = await ask("env share server:web-2 SERVER:WEB-1");
      assert.match(asked.text, /Have server \*\*web-2\*\* use the variables of server \*\*web-1\*\*/);
      assert.match(asked.text, /Its own are deleted and can't be brought back/);
      assert.match(asked.text, /Variables\nDB\\?_URL, PORT/);
      assert.match(asked.text, /Deleted\nOLD/);
      assert.doesNotMatch(asked.text, new RegExp(SECRET));
      assert.equal(await idOf("web-2"), before);

      const done = await press(asked, "Share");
      assert.match(
        done,
        /✅ Server \*\*web-2\*\* of team \*\*Platform\*\* uses the variables of server \*\*web-1\*\* now/,
      );
      assert.deepEqual(await variablesOf("web-2"), { DB_URL: SECRET, PORT: SECRET });
      assert.equal(await idOf("web-2"), await idOf("web-1"));
      const left = await chat.app.parts.store.read((reads) => reads.environments.find(before));
      assert.equal(left, undefined, "what nobody refers to is gone");
      const last = (await events()).at(-1);
      assert.deepEqual(
        [last?.verb, last?.entityId, last?.data],
        [
          "shared",
          await idOf("web-1"),
          { name: "server web-2", with: "server web-1", names: ["DB_URL", "PORT"], deleted: ["OLD"] },
        ],
      );
      assert.match(
        await own("audit env"),
        /shared · environment \*\*server web-2\*\*[^]*with: server web-1[^]*deleted: OLD/,
      );
    });

    it("leaves to others what they go on using", async () => {
      await set("server:web-1 DB_URL");
      await set("project:shop LANG");
      await share("server:web-2 project:shop");

      const asked = await ask("env share server:web-2 server:web-1");
      assert.match(asked.text, /Its own until now stay with project \*\*shop\*\*/);
      assert.match(asked.text, /No longer there\nLANG/);
      await press(asked, "Share");

      assert.deepEqual(await variablesOf("web-2"), { DB_URL: SECRET });
      assert.match(await own("env list project:shop"), /- LANG/);
      assert.deepEqual((await events()).at(-1)?.data["deleted"], undefined);
    });

    it("takes the team and clouds, too, and loses nothing where there was nothing", async () => {
      await set("project:shop LANG");
      await set("project:shop TZ");

      const asked = await ask("env share cloud:do-main project:shop");
      assert.doesNotMatch(asked.text, /Its own|Deleted/);
      assert.match(await press(asked, "Share"), /✅ Cloud \*\*do-main\*\*/);
      const third = await ask("env share team cloud:do-main");
      assert.match(third.text, /Also used by\nproject shop/);
      await press(third, "Share");

      assert.match(
        await own("env list"),
        /Also used by cloud \*\*do-main\*\* and project \*\*shop\*\*[^]*- LANG\n- TZ/,
      );
      const server = await own("env list cloud:do-main");
      assert.doesNotMatch(server, /instead of/, "one and the same beats nothing");
    });

    it("has the servers that are meant written anew", async () => {
      await set("server:web-1 DB_URL");
      const { jobs } = await pushed(() => share("server:web-2 server:web-1"));
      assert.deepEqual(jobs, ["web-2"]);
    });

    it("is refused with a sentence where it makes no sense", async () => {
      await set("server:web-1 DB_URL");
      await share("server:web-2 server:web-1");

      assert.match(await own("env share server:web-1 server:WEB-1"), /server \*\*web-1\*\* twice/);
      assert.match(await own("env share server:web-1 server:web-2"), /share their variables already/);
      assert.match(await own("env share server:web-1 project:shop"), /Project \*\*shop\*\* has no variables/);
      assert.match(await own("env share server:web-1 server:web-9"), /no server "web-9"/);
      assert.match(
        await own("env share server:web-1 project:shopp"),
        /no project "shopp"\. Did you mean `project:shop`/,
      );
      assert.match(await own("env share server:web-1"), /Say whose variables/);
      assert.match(await own("env share"), /`env share server:web-2 server:web-1`/);
      assert.match(await own("env share team server:web-1 now"), /I can't read "now"/);
      assert.match(await own("env share team shop"), /"shop" is nothing that has variables/);
      assert.equal((await events()).length, 2);
    });

    it("needs both powers, at the press, too", async () => {
      await set("server:web-1 DB_URL");
      await join(chat.jon, ["env.read"]);
      await join(chat.eve, ["env.read", "env.write"]);
      const text = "env share server:web-2 server:web-1";
      assert.match(await own(text, chat.jon), /may not run `env share`.*`env\.write`/);
      const asked = await ask(text, chat.eve);
      await give(chat.eve, ["env.write"]);

      assert.match(await press(asked, "Share", chat.eve), /may not run env share .* it needs env\.read/);
      const refused = await own(text, chat.eve);
      assert.match(refused, /may not run `env share` in team Platform: it needs `env\.read`\. Ask Mira Chen/);
      assert.doesNotMatch(refused, /DB/);
      assert.equal(await idOf("web-2"), "");
    });

    it("is asked anew when the variables changed between question and press", async () => {
      await set("server:web-1 DB_URL");
      const asked = await ask("env share server:web-2 server:web-1");
      await set("server:web-1 PORT");

      await press(asked, "Share");
      const again = await askedAnew(1);
      assert.match(readable(again), /DB\\?_URL, PORT/);
      assert.equal(await idOf("web-2"), "");

      assert.match(await press({ message: again }, "Share"), /✅/);
      assert.deepEqual(await variablesOf("web-2"), { DB_URL: SECRET, PORT: SECRET });
    });

    it("is asked anew when there is something to lose meanwhile", async () => {
      await set("server:web-1 DB_URL");
      const asked = await ask("env share server:web-2 server:web-1");
      await set("server:web-2 MINE");

      await press(asked, "Share");

      assert.match(readable(await askedAnew(1)), /Deleted\nMINE/);
      assert.deepEqual(await variablesOf("web-2"), { MINE: SECRET });
    });

    it("asked by two people at once happens once", async () => {
      await set("server:web-1 DB_URL");
      await join(chat.jon, ["env.read", "env.write"]);
      const text = "env share server:web-2 server:web-1";
      const [mine, jons] = await Promise.all([ask(text), ask(text, chat.jon)]);

      const answers = await Promise.all([press(mine, "Share"), press(jons, "Share", chat.jon)]);

      assert.equal(answers.filter((one) => one.includes("✅")).length, 1, answers.join("\n"));
      assert.equal((await events()).filter(({ verb }) => verb === "shared").length, 1);
    });

    it("of two with each other's at once leaves both with the same", async () => {
      await set("server:web-1 ONE");
      await set("server:web-2 TWO");
      const there = await ask("env share server:web-2 server:web-1");
      const back = await ask("env share server:web-1 server:web-2");
      assert.notEqual(there.message.id, back.message.id);

      await Promise.all([press(there, "Share"), press(back, "Share")]);

      assert.equal(await idOf("web-1"), await idOf("web-2"));
      assert.equal(Object.keys((await variablesOf("web-1")) ?? {}).length, 1);
    });
  });

  describe("a change of shared variables", () => {
    beforeEach(async () => {
      await set("server:web-1 DB_URL");
      await share("server:web-2 server:web-1");
      await share("project:shop server:web-1");
    });

    it("says who else has them, before and afterwards", async () => {
      const others = /[Aa]lso used by server \*\*web-2\*\* and project \*\*shop\*\*/;
      const listed = await own("env list server:web-1");
      assert.match(listed, others);
      assert.match(listed, /^Variables of server \*\*web-1\*\*.*\n1, shared\n/);
      const form = await ask("env set server:web-1 PORT");
      assert.match(form.text, others);
      assert.match(await press(form, "Save", chat.mira, { secretValue: "1" }), others);
      const inChannel = await chat.ask(chat.mira, "env set server:web-1 PORT");
      assert.match(inChannel.text, others);
      const question = await ask("env unset server:web-1 PORT");
      assert.match(question.text, others);
      assert.match(await press(question, "Unset"), others);

      assert.deepEqual(await variablesOf("web-2"), { DB_URL: SECRET });
    });

    it("is one for every server that has them, by whatever scope it was made", async () => {
      const bySet = await pushed(() => set("project:shop PORT", "1"));
      assert.deepEqual(bySet.jobs, ["web-1", "web-2"]);
      const byUnset = await pushed(async () => press(await ask("env unset server:web-2 PORT"), "Unset"));
      assert.deepEqual(byUnset.jobs, ["web-1", "web-2"]);
    });

    it("reaches all servers of a cloud that shares them", async () => {
      await site.server("web-3");
      await share("cloud:do-main project:shop");

      const { jobs } = await pushed(() => set("server:web-1 PORT", "1"));

      assert.deepEqual(jobs, ["web-1", "web-2", "web-3"]);
    });

    it("is asked anew when another one shares them meanwhile", async () => {
      const question = await ask("env unset server:web-1 DB_URL");
      await share("cloud:do-main server:web-1");

      await press(question, "Unset");

      const again = await chat.teams.world.waitFor(
        () => alone(chat.mira).threads.filter((one) => readable(one).includes("Unset **"))[1],
      );
      assert.match(readable(again), /cloud \*\*do-main\*\*, server \*\*web-2\*\* and project/);
      assert.deepEqual(await variablesOf("web-1"), { DB_URL: SECRET });
    });
  });

  describe("env part", () => {
    it("gives a scope a copy of its own, sealed for it", async () => {
      await set("server:web-1 DB_URL");
      await share("server:web-2 server:web-1");

      assert.match(
        await own("env part server:web-2"),
        /✅ Server \*\*web-2\*\* of team \*\*Platform\*\* has its own copy of the variables now, no longer those of server \*\*web-1\*\*/,
      );
      assert.notEqual(await idOf("web-2"), await idOf("web-1"));
      await set("server:web-1 DB_URL", "other");
      assert.deepEqual(await variablesOf("web-2"), { DB_URL: SECRET });
      const listed = await own("env list server:web-2");
      assert.match(listed, /1 of its own/);
      assert.doesNotMatch(listed, /Also used/);
      const [, , parted] = await events();
      assert.deepEqual(
        [parted?.verb, parted?.entityId, parted?.data],
        ["parted", await idOf("web-2"), { name: "server web-2", from: ["server web-1"] }],
      );
      assert.match(await own("audit env"), /parted · environment \*\*server web-2\*\*/);
    });

    it("is refused where nothing is shared, and done once when said twice at the same moment", async () => {
      assert.match(await own("env part server:web-1"), /Server \*\*web-1\*\* shares no variables/);
      await set("server:web-1 DB_URL");
      assert.match(await own("env part server:web-1"), /Server \*\*web-1\*\* shares no variables/);
      assert.match(await own("env part server:web-9"), /no server "web-9"/);
      assert.match(await own("env part"), /`env part server:web-2`/);
      await share("server:web-2 server:web-1");

      await join(chat.jon, ["env.write"]);

      const answers = await Promise.all([
        own("env part server:web-2"),
        own("env part server:web-1", chat.jon),
      ]);

      assert.equal(answers.filter((one) => one.includes("✅")).length, 1, answers.join("\n"));
      assert.equal(answers.filter((one) => one.includes("shares no variables")).length, 1);
      assert.equal((await events()).filter(({ verb }) => verb === "parted").length, 1);
    });

    it("needs env.write", async () => {
      await join(chat.jon, ["env.read"]);
      assert.match(await own("env part server:web-2", chat.jon), /`env\.write`/);
    });
  });

  /** Whose variables are to be written anew by what happens: none of the servers has a key, which each says then. */
  async function pushed(work: () => Promise<unknown>): Promise<{ readonly jobs: readonly string[] }> {
    const { store } = chat.app.parts;
    const counts = () =>
      store.read(async (reads) => {
        const servers = await reads.servers.listByTeam(site.teamId, { limit: 10 });
        const refused = servers.map(async ({ id, name }) => {
          const all = await reads.events.listByEntity("server", id, { limit: 50 });
          return [name, all.filter(({ verb }) => verb === "environment_refused").length] as const;
        });
        return new Map(await Promise.all(refused));
      });
    const isIdle = async (): Promise<boolean> => {
      const states = await store.read((reads) => reads.jobs.countByState());
      const due = await store.read((reads) => reads.jobs.listDue(new Date(), 1));
      return (states["running"] ?? 0) + due.length === 0;
    };
    await until(isIdle);
    const before = await counts();
    await work();
    await until(isIdle);
    const after = await counts();
    return {
      jobs: [...after].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name),
    };
  }
});
