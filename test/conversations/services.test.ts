import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { startFakeJira, type FakeJira } from "../../demo/jira/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

describe("services", () => {
  let chat: Chat;
  let jira: FakeJira;
  beforeEach(async () => {
    jira = await startFakeJira();
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" } });
  });
  afterEach(async () => {
    await chat.close();
    jira.close();
  });
  const mine = () => chat.teams.personalChat(chat.mira);
  const save = async (fields: Record<string, string>) => {
    const { message } = await chat.ask(chat.mira, "service enable jira", mine());
    return chat.teams.clickButton(chat.mira, message.id, "Save", fields);
  };
  const good = () => ({ fieldBaseUrl: jira.url, fieldEmail: "mira@team.example", secretToken: "good" });

  it("show all seven as the document has them, with GitHub's login", async () => {
    const { text } = await chat.ask(chat.mira, "services", mine());

    for (const name of ["GitHub", "Jira", "Sprintly", "Rally", "TargetProcess", "Jenkins", "Travis CI"])
      assert.match(text, new RegExp(`\\*\\*${name}\\*\\* · ⚪ Not set up`));
    assert.match(text, /haven't set up your GitHub account yet/);
    assert.match(text, /Login to GitHub/);
    await chat.signIn(chat.mira, "mira");
    const after = await chat.ask(chat.mira, "services", mine());
    assert.match(after.text, /\*\*GitHub\*\* · 🟢 Enabled as @mira/);
    assert.doesNotMatch(after.text, /haven't set up/);
  });

  it("are enabled once the service accepted what was entered, and used from then on", async () => {
    const saved = await save(good());
    assert.match(JSON.stringify(saved), /✅ Jira of yours is enabled/);

    const shown = await chat.ask(chat.mira, "jira proj-1");
    assert.match(shown.text, /PROJ-1 Stove is/);
    assert.match(shown.text, /To Do/);
    assert.doesNotMatch(shown.text, /<at>/);
    assert.match(
      (await chat.ask(chat.mira, "services", mine())).text,
      /\*\*Jira\*\* · 🟢 Enabled as Mira Chen/,
    );
    assert.match((await chat.ask(chat.mira, "jira NOSUCH-1")).text, /Jira has no NOSUCH-1/);
  });

  it("keep nothing that the service refuses, and never show a secret again", async () => {
    const again = JSON.stringify(await save({ ...good(), secretToken: "hunter2" }));

    assert.match(again, /doesn't accept that/);
    assert.match(again, /mira@team.example/);
    assert.doesNotMatch(again, /hunter2/);
    assert.match((await chat.ask(chat.mira, "services", mine())).text, /\*\*Jira\*\* · ⚪ Not set up/);
    assert.match((await chat.ask(chat.mira, "jira PROJ-1")).text, /service enable jira/);
  });

  it("are shown by themselves after the first sign-in, and only then", async () => {
    const shown = () =>
      mine().threads.filter((one) => readable(one).includes("Choose which services")).length;
    await chat.signIn(chat.mira, "mira");
    assert.equal(shown(), 1);
    await chat.ask(chat.mira, "signout", mine());
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, "account", mine());
    await chat.ask(chat.mira, "help", mine());

    assert.equal(shown(), 1);
  });

  it("are shown by themselves with the first account, and only then", async () => {
    const shown = () =>
      mine().threads.filter((one) => readable(one).includes("Choose which services")).length;
    const account = await chat.ask(chat.mira, "account", mine());
    assert.match(account.text, /Mira Chen/);
    await chat.teams.world.waitFor(() => shown() === 1);
    await chat.ask(chat.mira, "account", mine());
    await chat.signIn(chat.mira, "mira");
    await chat.ask(chat.mira, "help", mine());

    assert.equal(shown(), 1);
  });

  it("are not shown again to who asked for them", async () => {
    await chat.ask(chat.mira, "services", mine());
    await chat.ask(chat.mira, "account", mine());
    await chat.ask(chat.mira, "help", mine());

    assert.equal(mine().threads.filter((one) => readable(one).includes("Choose which services")).length, 1);
  });

  const bad: readonly (readonly [string, () => Record<string, string>, RegExp])[] = [
    ["an empty field", () => ({ ...good(), secretToken: " " }), /API token.*is empty/],
    [
      "an address without https",
      () => ({ ...good(), fieldBaseUrl: "http://jira.example" }),
      /https and a host/,
    ],
    ["an address inside", () => ({ ...good(), fieldBaseUrl: "https://10.0.0.1" }), /OUTBOUND_PRIVATE_HOSTS/],
    [
      "an address with credentials",
      () => ({ ...good(), fieldBaseUrl: "https://a:b@x.example" }),
      /https and a host/,
    ],
  ];
  for (const [what, fields, expected] of bad)
    it(`say what is wrong with ${what}`, async () => {
      assert.match(JSON.stringify(await save(fields())), expected);
      assert.equal(jira.asked.length, 0);
    });

  it("are saved as unverified while the service is away, and verified when asked again", async () => {
    jira.broken = { status: 503, body: "" };
    assert.match(JSON.stringify(await save(good())), /doesn't answer at the moment; it is asked again/);
    assert.match(
      (await chat.ask(chat.mira, "services", mine())).text,
      /Jira\*\* · 🟡 Saved, not verified yet/,
    );
    jira.broken = undefined;

    assert.match((await chat.ask(chat.mira, "service verify jira", mine())).text, /Jira of yours works/);
  });

  it("fail visibly when the service no longer lets us in", async () => {
    await save(good());
    jira.broken = { status: 401, body: "{}" };

    assert.match(
      (await chat.ask(chat.mira, "service verify jira", mine())).text,
      /doesn't accept those credentials/,
    );
    assert.match(
      (await chat.ask(chat.mira, "services", mine())).text,
      /Jira\*\* · 🔴 Failing[^]*doesn't accept/,
    );
  });

  it("are disabled on the card after the same question, by who was asked, once", async () => {
    await save(good());
    const card = await chat.ask(chat.mira, "services", mine());
    const pressed = await chat.teams.clickButton(chat.mira, card.message.id, "Disable");
    assert.doesNotMatch(JSON.stringify(pressed), /is disabled/);
    const question = await chat.teams.world.waitFor(() =>
      mine().threads.find((one) => readable(one).includes("Disable Jira of yours?")),
    );
    assert.match((await chat.ask(chat.mira, "jira PROJ-1")).text, /Stove is/);

    const eves = await chat.teams.clickButton(chat.eve, question.id, "Disable");
    assert.doesNotMatch(JSON.stringify(eves), /is disabled/);
    const done = await chat.teams.clickButton(chat.mira, question.id, "Disable");
    assert.match(JSON.stringify(done), /✅ Jira of yours is disabled/);
    assert.match((await chat.ask(chat.mira, "jira PROJ-1")).text, /service enable jira/);
    const late = await chat.teams.clickButton(chat.mira, card.message.id, "Disable");
    assert.match(JSON.stringify(late), /isn't enabled|service enable jira/);
  });

  it("are disabled after a question, and then nothing of them can be used", async () => {
    await save(good());
    const asked = await chat.ask(chat.mira, "service disable jira", mine());
    assert.match(asked.text, /Disable Jira of yours\?/);
    const done = await chat.teams.clickButton(chat.mira, asked.message.id, "Disable");
    assert.match(JSON.stringify(done) + readable(asked.message), /is disabled/);

    assert.match((await chat.ask(chat.mira, "jira PROJ-1", mine())).text, /service enable jira/);
  });

  it("keep secrets out of everything that is written down", async () => {
    await save({ ...good(), secretToken: "s3cr3t-t0ken" });
    const { database } = chat.app.parts.config;
    assert.ok(database.dialect === "sqlite");
    const files = await Promise.all(
      ["", "-wal"].map((end) => readFile(`${database.file}${end}`, "latin1").catch(() => "")),
    );

    assert.match(files.join(""), /service\.save\.own/);
    assert.doesNotMatch(files.join(""), /s3cr3t-t0ken/);
  });

  it("are one person's own: another one has none", async () => {
    await save(good());

    assert.match((await chat.ask(chat.jon, "jira PROJ-1")).text, /service enable jira/);
  });

  it("offer a form where others read along, and know no other service", async () => {
    const offered = await chat.ask(chat.mira, "service enable jenkins");
    assert.match(offered.text, /Open the form/);
    assert.match((await chat.ask(chat.mira, "service enable jirra")).text, /Did you mean `jira`/);
    assert.match((await chat.ask(chat.mira, "service enable team jira")).text, /aren't in a team/);
  });
});
