import assert from "node:assert/strict";
import { createPasswords } from "../../src/adapters/passwords/index.ts";
import { MINUTE } from "../../src/core/clock.ts";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import { there } from "../adapters/store/suite/team-world.ts";
import { Visitor } from "../features/accounts/visitor.ts";
import { codeOn, PASSWORD } from "../features/accounts/world.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { startMailSink, type MailSink } from "../support/mail-sink.ts";
import { ManualTime } from "../support/manual-time.ts";
import { until } from "../support/until.ts";

describe("from an invitation by mail to a member in Teams", () => {
  let chat: Chat;
  let sink: MailSink;
  let time: ManualTime;
  let ada: FakePerson;
  beforeEach(async () => {
    time = new ManualTime();
    sink = await startMailSink();
    chat = await startChat({
      env: { SMTP_URL: sink.url, MAIL_FROM: "Ployst <ployst@team.example>" },
      overrides: { clock: time, passwords: createPasswords(4) },
    });
    ada = chat.teams.person({ name: "Ada Okafor" });
    await chat.ask(chat.mira, "team create Platform");
  });
  afterEach(async () => {
    await chat.close();
    await sink.close();
  });

  const say = async (person: FakePerson, text: string) =>
    (await chat.ask(person, text, chat.teams.personalChat(person))).text;
  const newVisitor = () => new Visitor(chat.app.url);

  /** The path of the link in the mail that this address got last. */
  async function invite(email: string): Promise<string> {
    const before = sink.received.length;
    await chat.ask(chat.mira, `team invite ${email} Okafor`);
    await until(async () => sink.received.length > before);
    const { to, raw } = there(sink.received.at(-1));
    assert.deepEqual(to, [email]);
    return there(
      /(\/activate\/[\w-]{43})(?![\w-])/.exec(raw.replaceAll("=\r\n", "").replaceAll("=3D", "="))?.[1],
    );
  }

  async function activate(email: string, visitor = newVisitor()): Promise<string> {
    const path = await invite(email);
    await visitor.open(path);
    return codeOn(await visitor.send(path, { password: PASSWORD }));
  }

  const memberships = async (person: FakePerson) =>
    chat.app.parts.store.read(async (reads) => {
      const user = await reads.users.findByAad(person.tenantId, person.aadObjectId);
      const all = await reads.teams.listForUser(user?.id ?? "", ["created", "invited", "accepted", "active"]);
      return all.map(({ team, member }) => `${team.name} ${member.state}`);
    });

  it("goes over a password and a code", async () => {
    const visitor = newVisitor();
    const path = await invite("ada.okafor@example.com");
    const shown = await visitor.open(path);
    assert.match(shown.text, /Mira Chen<\/strong> invited <strong>ada\.okafor@example\.com/);
    const code = codeOn(await visitor.send(path, { password: PASSWORD }));
    assert.deepEqual(await memberships(ada), []);

    const answer = await say(ada, `account link ${code}`);

    assert.match(answer, /your account \*\*ada\.okafor@example\.com\*\* is linked to Teams/);
    assert.match(answer, /Platform/);
    assert.deepEqual(await memberships(ada), ["Platform active"]);
    assert.match(await say(ada, "team list"), /Platform/);
    const account = await visitor.open("/account");
    assert.match(account.html, /<dd>Linked<\/dd>/);
    assert.ok(!account.html.includes("/account/code"));
    const events = await chat.app.parts.store.read(async (reads) => {
      const user = there(await reads.users.findByAad(ada.tenantId, ada.aadObjectId));
      return reads.events.listByActor(user.id, { limit: 50 });
    });
    const verbs = events.map(({ entityType, verb }) => `${entityType}.${verb}`);
    for (const verb of ["user.linked", "team_member.active"]) assert.ok(verbs.includes(verb), verb);
  });

  it("takes the code as people write it, and once", async () => {
    const code = await activate("ada.okafor@example.com");

    assert.match(await say(ada, `account link ${code.toLowerCase().replace("-", " ")}`), /is linked/);
    assert.match(await say(chat.jon, `account link ${code}`), /No account waits for that code/);
    assert.deepEqual(await memberships(chat.jon), []);
  });

  it("asks first whose account it is, where Teams has another address of the person", async () => {
    const code = await activate("mallory@elsewhere.test");

    const asked = await chat.ask(ada, `account link ${code}`, chat.channel);
    assert.match(
      asked.text,
      /Link the account of \*\*mallory@elsewhere\.test\*\* to you\? Whoever chose its password/,
    );
    assert.deepEqual(await memberships(ada), []);
    const stranger = await chat.teams.clickButton(chat.jon, asked.message.id, "Link my account");
    assert.match(stranger.error?.message ?? "", /Only the person who ran the command/);
    await chat.teams.clickButton(ada, asked.message.id, "Link my account");

    assert.match(readable(asked.message), /is linked to Teams/);
    assert.deepEqual(await memberships(ada), ["Platform active"]);
  });

  it("links nothing when that is refused", async () => {
    const code = await activate("mallory@elsewhere.test");
    const asked = await chat.ask(ada, `account link ${code}`, chat.channel);

    await chat.teams.clickButton(ada, asked.message.id, "Cancel");

    assert.deepEqual(await memberships(ada), []);
    assert.match(await say(chat.jon, `account link ${code}`), /Link the account of/);
  });

  it("works where others read, because the code is worth nothing afterwards", async () => {
    const code = await activate("ada.okafor@example.com");

    const { text } = await chat.ask(ada, `account link ${code}`, chat.channel);

    assert.match(text, /is linked/);
  });

  it("ends after 10 minutes; the account page makes another code", async () => {
    const visitor = newVisitor();
    const late = await activate("ada.okafor@example.com", visitor);
    await time.advance(10 * MINUTE);
    assert.match(await say(ada, `account link ${late}`), /older than 10 minutes.*\/account/s);

    await visitor.open("/account");
    const code = codeOn(await visitor.send("/account/code", {}));

    assert.match(await say(ada, `account link ${code}`), /is linked/);
  });

  it("is refused for who has an account already, and leaves both as they are", async () => {
    await say(ada, `account link ${await activate("ada.okafor@example.com")}`);
    const other = await activate("jon.park@example.com");

    assert.match(await say(ada, `account link ${other}`), /You have an account already/);
    assert.match(await say(chat.jon, `account link ${other}`), /is linked/);
  });

  it("counts wrong codes for each person, and for a while", async () => {
    const code = await activate("ada.okafor@example.com");

    for (let left = 4; left >= 1; left -= 1)
      assert.match(await say(chat.eve, `account link 0000-000${left}`), new RegExp(`${left} tr(y|ies) left`));
    assert.match(await say(chat.eve, "account link 0000-0000"), /it was the last try/);
    assert.match(await say(chat.eve, `account link ${code}`), /Too many wrong codes/);
    assert.match(await say(ada, "account link 0000-0000"), /4 tries left/);
    await time.advance(5 * MINUTE);

    assert.match(await say(ada, `account link ${code}`), /is linked/);
    await time.advance(6 * MINUTE);
    assert.match(await say(chat.eve, `account link ${code}`), /4 tries left/);
  });

  it("says what a code looks like", async () => {
    for (const typed of ["123456", "K7WM-3XQ", "K7WM-3XQU", "<b>x</b>"])
      assert.match(await say(ada, `account link ${typed}`), /eight letters and digits/);
    assert.match(await say(ada, "account link"), /eight letters and digits/);
  });
});
