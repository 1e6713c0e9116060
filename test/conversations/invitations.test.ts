import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import type { Reads, TeamRecord } from "../../src/adapters/store/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { hashOf } from "../../src/core/secret.ts";
import { expireInvitations } from "../../src/features/teams/invite-expire.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { startMailSink, type MailSink } from "../support/mail-sink.ts";
import { ManualTime } from "../support/manual-time.ts";
import { until } from "../support/until.ts";

const JON = "jon@example.com";
const LINK = /http:\/\/127\.0\.0\.1:\d+\/activate\/([\w-]{43})(?![\w-])/;

/** Where everything of one invited person stands. */
interface Standing {
  readonly user: string | undefined;
  readonly member: string | undefined;
  readonly registration: string | undefined;
  readonly invitation: string | undefined;
}

/** The text of a mail as its reader sees it: quoted-printable undone. */
function readMail(raw: string): string {
  return raw.replace(/=\r?\n/g, "").replace(/=3D/g, "=");
}

describe("invitations by mail", () => {
  let chat: Chat;
  let sink: MailSink;
  let time: ManualTime;
  let refusing: boolean;
  beforeEach(async () => {
    time = new ManualTime();
    refusing = false;
    sink = await startMailSink({
      onRcptTo(_address, _session, done) {
        done(refusing ? Object.assign(new Error("no such user"), { responseCode: 550 }) : undefined);
      },
    });
    chat = await startChat({
      env: { SMTP_URL: sink.url, MAIL_FROM: "Ployst <ployst@team.example>" },
      overrides: { clock: time },
    });
    await chat.ask(chat.mira, "team create Platform");
  });
  afterEach(async () => {
    await chat.close();
    await sink.close();
  });

  const read = <T>(work: (reads: Reads) => Promise<T>): Promise<T> => chat.app.parts.store.read(work);
  const getTeam = async (): Promise<TeamRecord> => {
    const team = await read((reads) => reads.teams.findByName(chat.mira.tenantId, "Platform"));
    assert.ok(team !== undefined);
    return team;
  };
  const mailed = async (count = 1): Promise<string> => {
    await until(() => sink.received.length >= count);
    await until(async () => {
      const latest = await read(async (reads) =>
        reads.teamInvitations.findLatestByEmail((await getTeam()).id, JON),
      );
      return latest?.sentAt !== undefined;
    });
    return LINK.exec(readMail(sink.received[count - 1]?.raw ?? ""))?.[1] ?? "";
  };
  const standing = async (): Promise<Standing> => {
    const { id } = await getTeam();
    return read(async (reads) => {
      const invitation = await reads.teamInvitations.findLatestByEmail(id, JON);
      const user = invitation && (await reads.users.find(invitation.recipientId));
      const member = user && (await reads.teamMembers.findByUser(id, user.id));
      const registration = user && (await reads.registrations.findByUser(user.id));
      return {
        user: user?.state,
        member: member?.state,
        registration: registration?.state,
        invitation: invitation?.state,
      };
    });
  };
  /** What happened in the team since it was made, in order. */
  const history = async (): Promise<readonly string[]> => {
    const { id } = await getTeam();
    const events = await read((reads) => reads.events.listByTeam(id, { limit: 100 }));
    return events
      .toReversed()
      .filter(({ entityType }) => entityType !== "team")
      .map(({ entityType, verb }) => `${entityType}.${verb}`)
      .slice(2);
  };
  const invite = (text = `team invite ${JON} Park`): Promise<string> =>
    chat.ask(chat.mira, text).then((heard) => heard.text);
  const said = (text: RegExp): Promise<unknown> =>
    chat.teams.world.waitFor(() =>
      chat.channel.threads
        .flatMap((root) => root.replies)
        .find((one) => one.from === "bot" && text.test(readable(one))),
    );

  it("make user, membership, registration and invitation in that order, and send the link", async () => {
    const text = await invite();
    const token = await mailed();

    assert.match(
      text,
      /Park \(jon@example\.com\) is invited to team Platform\. .*until 2026-03-02 12:00 UTC/,
    );
    const [mail] = sink.received;
    assert.deepEqual(mail?.to, [JON]);
    assert.match(mail.raw, /^Subject: Mira Chen invites you to team Platform\r?$/m);
    assert.deepEqual(await standing(), {
      user: "active",
      member: "invited",
      registration: "invited",
      invitation: "pending",
    });
    assert.deepEqual(await history(), [
      "team_member.created",
      "registration.created",
      "team_invitation.created",
      "team_invitation.sent",
      "team_member.invited",
      "registration.invited",
    ]);
    const found = await read((reads) => reads.teamInvitations.findByTokenHash(hashOf(token)));
    assert.equal(found?.email, JON);
  });

  it("keep their token nowhere in clear", async () => {
    await invite();
    const token = await mailed();

    const file = chat.app.parts.config.database;
    assert.ok(file.dialect === "sqlite");
    for (const each of [file.file, `${file.file}-wal`]) {
      const bytes = await readFile(each).catch(() => Buffer.alloc(0));
      assert.equal(bytes.includes(token), false);
    }
  });

  it("refuse what is no address and no surname, and change nothing", async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ["team invite", /Tell me whom/],
      ["team invite jon", /"jon" isn't an email address/],
      ["team invite jon@example Park", /isn't an email address/],
      ["team invite jon@@example.com Park", /isn't an email address/],
      ['team invite "jon"@example.com Park', /isn't an email address/],
      ["team invite jon@exa_mple.com Park", /isn't an email address/],
      ["team invite <jon@example.com> Park", /isn't an email address/],
      ["team invite jon@example.com,eve@evil.example Park", /isn't an email address/],
      [`team invite ${"a".repeat(65)}@example.com Park`, /isn't an email address/],
      ["team invite jon@example.com", /Tell me their surname/],
      ["team invite jon@example.com deployer", /Tell me their surname/],
      ["team invite jon@example.com Park: <b>", /can't be a surname/],
      [`team invite jon@example.com ${"x".repeat(101)}`, /can't be a surname/],
      ["team invite jon@example.com Park\nBcc: eve@evil.example", /can't be a surname/],
      ["team invite @Jon Park", /Mention exactly one person/],
      ["invitation resend", /Tell me whom/],
      [
        "invitation resend nobody@example.com",
        /Nobody was invited to team Platform as "nobody@example\.com"/,
      ],
      ["invitation revoke jon@example.com now", /I don't understand "now"/],
    ];
    for (const [index, [text, sentence]] of refused.entries()) {
      const heard = await chat.ask(chat.mira, text, chat.teams.channel(`channel ${String(index)}`));
      assert.match(heard.text, sentence, text);
    }

    assert.deepEqual(await history(), []);
    assert.equal(sink.received.length, 0);
  });

  it("let no name put anything into the mail but itself", async () => {
    const names = ["Eve\r\nBcc: all@evil.example", "\u202eevE", "https://evil.example/x", "<img src=x> & Co"];
    for (const [index, name] of names.entries()) {
      const eve = chat.teams.person({ name });
      const where = chat.teams.personalChat(eve);
      await chat.ask(eve, `team create Eves ${String(index)}`, where);
      await chat.ask(eve, `team invite victim${String(index)}@example.com Park`, where);
    }
    await until(() => sink.received.length === names.length);

    const mails = sink.received.map(({ raw }) => readMail(raw));
    const headers = mails.map((mail) => mail.slice(0, mail.indexOf("\r\n\r\n"))).join("\n");
    assert.doesNotMatch(headers, /^(?:Bcc|Cc|X-)/im);
    assert.ok(
      sink.received.every(({ to }) => to.length === 1 && /^victim\d@example\.com$/.test(to[0] ?? "")),
    );
    for (const mail of mails) {
      assert.doesNotMatch(mail, /\u202e|evil\.example|<img/);
      assert.doesNotMatch(mail, /=\?UTF-8/i);
    }
  });

  it("go once to an address that is invited twice at once, and say so", async () => {
    const other = chat.teams.channel("other");
    await chat.ask(chat.mira, "team link Platform", other);
    const [one, two] = await Promise.all([
      invite(),
      chat.ask(chat.mira, `team invite ${JON.toUpperCase()} Park`, other).then(({ text }) => text),
    ]);
    await mailed();

    const made = [one, two].filter((text) => text.startsWith("✅"));
    assert.equal(made.length, 1, `${one}\n${two}`);
    assert.match(
      await invite(),
      /is invited to team Platform already\. .*`invitation resend jon@example\.com`/,
    );
    assert.equal(sink.received.length, 1);
    assert.equal((await history()).filter((event) => event === "team_member.created").length, 1);
  });

  it("are sent again with a new link, which ends the earlier one", async () => {
    await invite();
    const first = await mailed();

    assert.match(await invite(`invitation resend ${JON}`), /less than a minute ago/);
    await time.advance(2 * HOUR);
    const again = await invite(`invitation resend ${JON.toUpperCase()}`);
    const second = await mailed(2);

    assert.match(again, /goes out again.*until 2026-03-02 14:00 UTC/);
    assert.notEqual(first, second);
    const find = (token: string) => read((reads) => reads.teamInvitations.findByTokenHash(hashOf(token)));
    assert.equal(await find(first), undefined);
    assert.equal((await find(second))?.email, JON);
    const ids = sink.received.map(({ raw }) => /^Message-ID:\s+<(.+)>/m.exec(raw)?.[1]);
    assert.equal(new Set(ids).size, 2);
  });

  it("are taken back, and nothing is left of them", async () => {
    await invite();
    await mailed();

    assert.match(await invite(`invitation revoke ${JON}`), /is taken back/);

    assert.deepEqual(await standing(), {
      user: "active",
      member: "withdrawn",
      registration: "withdrawn",
      invitation: "revoked",
    });
    assert.match(await invite(`invitation revoke ${JON}`), /was taken back, so there is nothing left/);
    assert.match(await invite(`invitation resend ${JON}`), /was taken back, so there is nothing left/);
    assert.match(await invite(), /less than a minute ago/);
    await time.advance(MINUTE);
    assert.match(await invite(), /^✅/);
    await mailed(2);
    assert.equal((await standing()).registration, "invited");
  });

  it("end after 24 hours, each once, and can be sent again", async () => {
    await invite();
    await mailed();
    const sweep = () => chat.app.parts.store.transaction((tx) => expireInvitations(tx, time.now(), 50));

    await time.advance(DAY - MINUTE);
    assert.equal(await sweep(), 0);
    await time.advance(MINUTE);
    await Promise.all([sweep(), sweep()]);

    assert.deepEqual(await standing(), {
      user: "active",
      member: "expired",
      registration: "expired",
      invitation: "expired",
    });
    const expired = (await history()).filter((event) => event.endsWith(".expired"));
    assert.deepEqual(expired, ["team_invitation.expired", "team_member.expired", "registration.expired"]);
    assert.match(await invite(`invitation resend ${JON}`), /goes out again/);
    await mailed(2);
    assert.deepEqual(await standing(), {
      user: "active",
      member: "invited",
      registration: "invited",
      invitation: "pending",
    });
  });

  it("that ended unswept make way for a new one", async () => {
    await invite();
    await mailed();
    await time.advance(DAY);

    assert.match(await invite(), /^✅/);

    const { id } = await getTeam();
    const pending = await read((reads) => reads.teamInvitations.listPendingByTeam(id, { limit: 10 }));
    assert.deepEqual(
      pending.map(({ expiresAt }) => expiresAt),
      [addMilliseconds(time.now(), DAY)],
    );
  });

  it("tell whoever invited that the mail server refused, and what to do", async () => {
    refusing = true;
    await invite();
    await said(/didn't go out\. The mail server refused.*`invitation resend jon@example\.com`/);

    assert.deepEqual(await standing(), {
      user: "active",
      member: "created",
      registration: "created",
      invitation: "pending",
    });
    assert.match(await invite("invitation list"), /not sent yet/);
    assert.ok((await history()).includes("team_invitation.unsent"));
    refusing = false;
    await time.advance(MINUTE);
    await invite(`invitation resend ${JON}`);
    await mailed();
    assert.equal((await standing()).member, "invited");
  });

  it("bring who is known in Teams a card in their 1:1 chat, and else word of it without a secret", async () => {
    const verify = async (who: FakePerson, email: string): Promise<void> => {
      await chat.app.parts.store.transaction(async (tx) => {
        const { id, tenantId, aadObjectId, name: displayName } = who;
        const user = await tx.users.ensure({ tenantId, aadObjectId, teamsUserId: id, displayName });
        await tx.users.setProfile(user.id, { email });
        await tx.users.verifyEmail(user.id, email);
      });
    };
    const alone = chat.teams.personalChat(chat.jon);
    await chat.ask(chat.jon, "help", alone);
    await verify(chat.jon, JON);
    await verify(chat.eve, "eve@example.com");

    assert.match(await invite(), /I asked them in their 1:1 chat with me/);
    assert.match(await invite("team invite eve@example.com Stone"), /they answer in Teams/);
    await until(() => sink.received.length > 0);

    assert.ok(alone.threads.some((one) => readable(one).includes("Join team Platform?")));
    assert.equal((await standing()).registration, undefined);
    const [mail] = sink.received;
    assert.deepEqual(mail?.to, ["eve@example.com"]);
    assert.match(readMail(mail.raw), /invitation accept/);
    assert.doesNotMatch(readMail(mail.raw), /activate/);
    assert.match((await chat.ask(chat.eve, "invitation accept")).text, /you are in team Platform now/);
  });

  it("are listed while an answer is awaited", async () => {
    assert.match(await invite("invitation list"), /Nobody's answer is awaited/);
    await invite();
    await mailed();

    assert.match(
      await invite("invitation list"),
      /Park \(jon@example\.com\): 📨 sent, until 2026-03-02 12:00 UTC/,
    );
  });

  it("are for who may invite, and a role is for who may give it", async () => {
    const grant = async (who: FakePerson, permissions: readonly string[]): Promise<void> => {
      const { id: teamId } = await getTeam();
      await chat.app.parts.store.transaction(async (tx) => {
        const { id, tenantId, aadObjectId, name: displayName } = who;
        const user = await tx.users.ensure({ tenantId, aadObjectId, teamsUserId: id, displayName });
        await tx.teamMembers.create({ teamId, userId: user.id, role: "user", permissions, state: "active" });
      });
    };
    await grant(chat.jon, ["invitation.create"]);
    await grant(chat.eve, []);
    const ask = async (who: FakePerson, text: string): Promise<string> => (await chat.ask(who, text)).text;

    assert.match(await ask(chat.eve, `team invite ${JON} Park`), /needs `invitation\.create`/);
    assert.match(await ask(chat.jon, `team invite ${JON} Park admin`), /only its administrators can give/);
    assert.match(await ask(chat.jon, `team invite ${JON} Park deployer`), /only its administrators can give/);
    assert.equal(sink.received.length, 0);
    assert.match(await ask(chat.mira, `team invite ${JON} Park deployer`), /to team Platform as deployer/);
    await mailed();
    await time.advance(HOUR);
    assert.match(await ask(chat.jon, `invitation resend ${JON}`), /only its administrators can give/);
    const members = await read(async (reads) =>
      reads.teamMembers.list((await getTeam()).id, { limit: 10 }, ["invited"]),
    );
    assert.deepEqual(
      members.map(({ role, permissions }) => [role, permissions]),
      [["user", ["deploy.run", "deploy.approve", "env.read"]]],
    );
  });
});

describe("invitations by mail, without a mail server", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.ask(chat.mira, "team create Platform");
  });
  afterEach(() => chat.close());

  it("say so where others read along, and change nothing", async () => {
    const { text } = await chat.ask(chat.mira, `team invite ${JON} Park`);

    assert.match(text, /I can't send mail.*1:1 chat/);
    const { store } = chat.app.parts;
    const found = await store.read((reads) => reads.users.findByEmail(chat.mira.tenantId, JON));
    assert.equal(found, undefined);
  });

  it("give the link to hand over in a 1:1 chat", async () => {
    const { text } = await chat.ask(chat.mira, `team invite ${JON} Park`, chat.teams.personalChat(chat.mira));

    const token = LINK.exec(text)?.[1] ?? "";
    const { store } = chat.app.parts;
    const found = await store.read((reads) => reads.teamInvitations.findByTokenHash(hashOf(token)));
    assert.equal(found?.email, JON);
    assert.ok(found.sentAt !== undefined);
  });
});
