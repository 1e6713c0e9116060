import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { ClickResult, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { aProject } from "../adapters/store/suite/projects.ts";
import { listeningLog } from "../bot/world.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";

const SECRET = "correct-horse-battery-staple";

describe("environments", () => {
  let chat: Chat;
  let site: TeamSite;
  let logged: ReturnType<typeof listeningLog>;
  beforeEach(async () => {
    logged = listeningLog();
    chat = await startChat({ log: logged.log });
    site = await makeTeamSite(chat, chat.mira);
  });
  afterEach(async () => {
    await chat.close();
  });

  const alone = (person: FakePerson) => chat.teams.personalChat(person);
  const own = async (text: string, who: FakePerson = chat.mira): Promise<string> =>
    (await chat.ask(who, text, alone(who))).text;
  const said = ({ card, error, toast }: ClickResult, message?: FakeMessage): string =>
    error?.message ?? toast ?? (message === undefined ? "" : readable({ ...message, card: card ?? {} }));
  /** By the form that is a card, in the 1:1 chat. */
  const set = async (what: string, value = SECRET, who = chat.mira): Promise<string> => {
    const { message, text } = await chat.ask(who, `env set ${what}`, alone(who));
    if (message.card === undefined) return text;
    return said(await chat.teams.clickButton(who, message.id, "Save", { secretValue: value }), message);
  };
  const dialogOf = async (message: FakeMessage, button: string, who = chat.mira) => {
    const pressed = await chat.teams.clickButton(who, message.id, button);
    assert.ok(pressed.dialog, said(pressed));
    return pressed.dialog.card;
  };
  const join = async (person: FakePerson, powers: readonly string[]): Promise<void> => {
    await chat.ask(person, "about", alone(person));
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
      const member = { teamId: site.teamId, userId: user?.id ?? "", role: "user" } as const;
      await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
    });
  };
  const events = async () => {
    const page = { limit: 100, since: new Date(0), until: new Date("2100-01-01") };
    const all = await chat.app.parts.store.read((reads) => reads.events.listByTeam(site.teamId, page));
    return all.filter(({ entityType }) => entityType === "environment").toReversed();
  };
  const variablesOf = (environmentId: string) =>
    chat.app.parts.store.read((reads) => reads.environments.findVariables(environmentId));
  const written = async (): Promise<string> => {
    const { database } = chat.app.parts.config;
    assert.ok(database.dialect === "sqlite");
    const files = ["", "-wal"].map((end) => readFile(`${database.file}${end}`, "latin1").catch(() => ""));
    return (await Promise.all(files)).join("");
  };

  it("are looked up by words that can be said as they stand", async () => {
    await chat.app.parts.store.transaction((tx) =>
      tx.projects.create(aProject(site.teamId, { name: "my_shop" })),
    );

    assert.match(await own("env unset project:my_shop NOPE"), /`env list project:my_shop` shows/);
  });

  it("are set by a form, listed by name, and sealed", async () => {
    assert.match(
      await set("cloud:do-main DB_PASSWORD"),
      /✅ Set \*\*DB\\?_PASSWORD\*\* of cloud \*\*do-main\*\* of team \*\*Platform\*\*/,
    );

    const listed = await own("env list cloud:DO-MAIN");
    assert.match(listed, /^Variables of cloud \*\*do-main\*\*[^]*1 of its own\n- DB\\?_PASSWORD/);
    assert.doesNotMatch(listed, new RegExp(SECRET));
    const cloud = await chat.app.parts.store.read((reads) => reads.clouds.find(site.cloudId));
    assert.deepEqual(await variablesOf(cloud?.environmentId ?? ""), { DB_PASSWORD: SECRET });
    const [event] = await events();
    assert.equal(event?.verb, "created");
    assert.deepEqual(event.data, { name: "DB_PASSWORD", of: "cloud do-main", change: "set" });
  });

  it("are set from a channel by a dialog that only its presser sees", async () => {
    const { message, text } = await chat.ask(chat.mira, "env set team DB_PASSWORD");
    assert.match(text, /Set \*\*DB\\?_PASSWORD\*\* of team \*\*Platform\*\*/);
    const form = await dialogOf(message, "Open the form…");

    const sent = await chat.teams.submitDialog(chat.mira, chat.channel, form, "Save", {
      secretValue: SECRET,
    });

    assert.match(said(sent), /✅ Set DB_PASSWORD of team Platform/);
    assert.match(await own("env list"), /DB\\?_PASSWORD/);
    assert.doesNotMatch(JSON.stringify(chat.channel.threads), new RegExp(SECRET));
  });

  it("come from team and cloud to a server, the nearer first", async () => {
    await site.server("web-1");
    for (const what of ["team LANG", "team APP_ENV", "cloud:do-main APP_ENV", "server:web-1 TIER"])
      await set(what);

    const server = await own("env list server:web-1");
    assert.match(
      server,
      /1 of its own\n- TIER\nFrom cloud \*\*do-main\*\*\n- APP\\?_ENV\nFrom team \*\*Platform\*\*\n- LANG/,
    );
    assert.match(
      await own("env list cloud:do-main"),
      /- APP\\?_ENV \(instead of that of team \*\*Platform\*\*\)/,
    );
  });

  it("of a Windows server are one in whatever letters they are named", async () => {
    await site.server("win-1", "online", "windows");
    for (const what of ["team Lang", "team Tier", "cloud:do-main LANG", "server:win-1 TIER"]) await set(what);

    const server = await own("env list server:win-1");
    assert.match(
      server,
      /- TIER \(instead of that of team \*\*Platform\*\*\)\nFrom cloud \*\*do-main\*\*\n- LANG/,
    );
    assert.doesNotMatch(server, /Tier|Lang/);
    assert.match(await own("env list cloud:do-main"), /- LANG\nFrom team \*\*Platform\*\*\n- Lang\n- Tier/);
  });

  it("of a project are its own, above those of where it goes", async () => {
    await chat.app.parts.store.transaction((tx) =>
      tx.projects.create(aProject(site.teamId, { name: "my shop" })),
    );

    assert.match(await set('project:"my shop" APP_ENV'), /✅ Set .* of project \*\*my shop\*\*/);
    assert.match(await own('env list project:"my shop"'), /that server and its cloud count too/);
  });

  it("are replaced, and the same value again changes nothing", async () => {
    await set("team APP_ENV", "one");
    assert.match(
      (await chat.ask(chat.mira, "env set team APP_ENV", alone(chat.mira))).text,
      /has a value, which this/,
    );
    assert.match(await set("team APP_ENV", "two"), /✅ Replaced/);
    assert.match(await set("team APP_ENV", "two"), /has that value already/);

    assert.deepEqual(
      (await events()).map(({ verb, data }) => [verb, data["change"]]),
      [
        ["created", "set"],
        ["updated", "replaced"],
      ],
    );
  });

  it("sent twice at the same moment are set once", async () => {
    const { message } = await chat.ask(chat.mira, "env set team APP_ENV", alone(chat.mira));
    const form = () => chat.teams.clickButton(chat.mira, message.id, "env.save", { secretValue: "one" });

    await Promise.all([form(), form()]);

    assert.equal((await events()).length, 1);
  });

  it("set by two people at the same moment are both there", async () => {
    await join(chat.jon, ["env.write"]);
    const [mine, jons] = await Promise.all([
      chat.ask(chat.mira, "env set team ONE", alone(chat.mira)),
      chat.ask(chat.jon, "env set team TWO", alone(chat.jon)),
    ]);

    await Promise.all([
      chat.teams.clickButton(chat.mira, mine.message.id, "Save", { secretValue: "1" }),
      chat.teams.clickButton(chat.jon, jons.message.id, "Save", { secretValue: "2" }),
    ]);

    const team = await chat.app.parts.store.read((reads) => reads.teams.find(site.teamId));
    assert.deepEqual(await variablesOf(team?.environmentId ?? ""), { ONE: "1", TWO: "2" });
  });

  it("keep blanks, line feeds and what a shell would read", async () => {
    const value = ' a\'b\n$(reboot) "c" `d` ${HOME} \\ ';
    await set("team ODD", value);

    const team = await chat.app.parts.store.read((reads) => reads.teams.find(site.teamId));
    assert.deepEqual(await variablesOf(team?.environmentId ?? ""), { ODD: value });
  });

  it("are unset after a question, and not where the value has become another one", async () => {
    await set("team APP_ENV", "one");
    const asked = await chat.ask(chat.mira, "env unset team APP_ENV", alone(chat.mira));
    assert.match(asked.text, /Unset \*\*APP\\?_ENV\*\* of team \*\*Platform\*\*\? Its value is deleted/);
    await set("team APP_ENV", "two");
    const questions = () => alone(chat.mira).threads.filter((one) => readable(one).includes("Unset **"));
    await chat.teams.clickButton(chat.mira, asked.message.id, "Unset");
    const again = await chat.teams.world.waitFor(() => questions()[1]);
    assert.match(await own("env list"), /- APP\\?_ENV/);

    const pressed = await chat.teams.clickButton(chat.mira, again.id, "Unset");

    assert.match(said(pressed, again), /✅ Unset \*\*APP\\?_ENV\*\* of team/);
    assert.match(await own("env list"), /None of its own yet/);
    assert.match(await own("env unset team APP_ENV"), /no variable `APP_ENV` of team/);
  });

  it("are shown in a dialog of the 1:1 chat, and that is on record", async () => {
    await set("team DB_PASSWORD");
    const { message } = await chat.ask(chat.mira, "env show team DB_PASSWORD", alone(chat.mira));
    assert.doesNotMatch(readable(message), new RegExp(SECRET));

    const shown = await dialogOf(message, "Show the value…");

    assert.match(JSON.stringify(shown), new RegExp(SECRET));
    assert.deepEqual(
      (await events()).map(({ verb, data }) => [verb, data["name"]]),
      [
        ["created", "DB_PASSWORD"],
        ["revealed", "DB_PASSWORD"],
      ],
    );
    assert.match(await own("audit env"), /revealed · environment \*\*DB\\?_PASSWORD\*\*/);
    assert.doesNotMatch(JSON.stringify(alone(chat.mira).threads), new RegExp(SECRET));
  });

  it("are shown nowhere else, also when the card is carried there", async () => {
    await set("team DB_PASSWORD");
    assert.match((await chat.ask(chat.mira, "env show team DB_PASSWORD")).text, /1:1 chat with me only/);
    const { message } = await chat.ask(chat.mira, "env show team DB_PASSWORD", alone(chat.mira));

    const pressed = await chat.teams.submitDialog(
      chat.mira,
      chat.channel,
      message.card ?? {},
      "Show the value…",
    );

    assert.match(said(pressed), /1:1 chat with me only/);
    assert.equal((await events()).length, 1);
  });

  describe("a value in a message", () => {
    const leaks = [
      `env set team DB_PASSWORD ${SECRET}`,
      `env set team DB_PASSWORD=${SECRET}`,
      `ENV  set cloud:do-main DB_PASSWORD = ${SECRET}`,
      `env set project:"my shop" DB_PASSWORD "${SECRET} more"`,
      `env set DB_PASSWORD ${SECRET}`,
      `env set DB_PASSWORD=${SECRET}`,
      `env set team DB_PASSWORD\n${SECRET}`,
    ];
    for (const text of leaks)
      it(`is refused and not kept: ${JSON.stringify(text)}`, async () => {
        for (const where of [chat.channel, alone(chat.mira)]) {
          const answer = (await chat.ask(chat.mira, text, where)).text;
          assert.match(answer, /treat it as leaked. Delete the message/);
          assert.ok(!answer.includes(SECRET));
        }

        assert.ok(!(await written()).includes(SECRET));
        assert.match(await own("env list"), /None of its own yet/);
      });

    it("is refused to everybody in the same words", async () => {
      assert.match(
        (await chat.ask(chat.eve, `env set team DB_PASSWORD ${SECRET}`)).text,
        /treat it as leaked/,
      );
    });
  });

  it("are written down nowhere in the clear", async () => {
    await set("team DB_PASSWORD");
    const { message } = await chat.ask(chat.mira, "env show team DB_PASSWORD", alone(chat.mira));
    await dialogOf(message, "Show the value…");

    const all = await written();
    assert.match(all, /env\.save/);
    assert.ok(!all.includes(SECRET));
    assert.ok(!JSON.stringify(logged.lines).includes(SECRET));
  });

  const refusals: readonly (readonly [string, RegExp])[] = [
    ["env set", /Say whose variable, and which/],
    ["env set team", /Say whose variable, and which/],
    ["env set shop", /"shop" is nothing that has variables/],
    ["env set team 2ND", /"2ND" can't name a variable/],
    ["env set team MY-VAR", /"MY-VAR" can't name a variable/],
    ["env set team UID", /`UID` belongs to the shell/],
    [`env set team ${"A".repeat(101)}`, /at most 100/],
    ["env set cloud:do-mian X", /Team Platform has no cloud "do-mian"\. Did you mean `cloud:do-main`/],
    ["env list server:web-9", /no server "web-9"\. Check the spelling: `server list`/],
    ["env list team now", /I can't read "now"/],
    ["env unset team NOPE", /no variable `NOPE` of team/],
    ["env show cloud:do-main NOPE", /no variable `NOPE` of cloud .*`env list cloud:do-main`/],
    ["env unset team X Y", /I can't read "Y"/],
  ];
  for (const [text, expected] of refusals)
    it(`say what is wrong with ${text.slice(0, 40)}`, async () => {
      assert.match(await own(text), expected);
    });

  it("suggest the name that was meant", async () => {
    await set("team DB_PASSWORD");

    assert.match(await own("env unset team DB_PASSWROD"), /Did you mean `DB_PASSWORD`/);
  });

  it("warn of those that logins depend on, and take them", async () => {
    const { text } = await chat.ask(chat.mira, "env set team PATH", alone(chat.mira));
    assert.match(text, /⚠️ Logins depend on this one/);
    assert.match(await set("team PATH", "/usr/bin"), /✅ Set/);
  });

  it("refuse empty, long and unusable values; a dialog shows the form again", async () => {
    assert.match(await set("team X", ""), /value is empty/);
    assert.match(await set("team X", "x".repeat(16_001)), /at most 16,000 characters/);
    assert.match(await set("team X", "a\0b"), /no zero bytes/);
    const { message } = await chat.ask(chat.mira, "env set team X");
    const form = await dialogOf(message, "Open the form…");
    const again = await chat.teams.submitDialog(chat.mira, chat.channel, form, "Save", { secretValue: "" });
    assert.match(JSON.stringify(again.dialog?.card), /⚠️ The value is empty/);
    assert.match(await own("env list"), /None of its own yet/);
  });

  it("have no more room than 64 KiB a scope", async () => {
    for (const name of ["A", "B", "C", "D"])
      assert.match(await set(`team ${name}`, "x".repeat(16_000)), /✅/);

    assert.match(await set("team E", "x".repeat(16_000)), /at most 100 variables, and 64 KiB/);
  });

  it("need the team's powers, each press again", async () => {
    assert.match(await own("env list", chat.jon), /aren't in a team/);
    await join(chat.jon, []);
    assert.match(await own("env list", chat.jon), /env\.read/);
    assert.match(await own("env set team X", chat.jon), /env\.write/);
    const { message } = await chat.ask(chat.mira, "env set team X");
    const pressed = await chat.teams.clickButton(chat.jon, message.id, "Open the form…");
    assert.match(said(pressed), /env\.write/);

    await set("team X");
    await join(chat.eve, ["env.read"]);
    assert.match(await own("env list", chat.eve), /- X/);
    assert.match(await own("env set team X", chat.eve), /env\.write/);
  });

  it("of another team are not reached by a card of this one", async () => {
    const { message } = await chat.ask(chat.mira, "env set cloud:do-main X", alone(chat.mira));
    await own("team create Other");

    const pressed = await chat.teams.clickButton(chat.mira, message.id, "Save", { secretValue: SECRET });

    assert.match(said(pressed, message), /no longer, in team Other/);
  });

  it("of a cloud that went meanwhile are not set", async () => {
    const { message } = await chat.ask(chat.mira, "env set cloud:do-main X", alone(chat.mira));
    await chat.app.parts.store.transaction((tx) => tx.clouds.delete(site.cloudId));

    const pressed = await chat.teams.clickButton(chat.mira, message.id, "Save", { secretValue: SECRET });

    assert.match(said(pressed, message), /no longer, in team Platform/);
    assert.equal((await events()).length, 0);
  });
});
