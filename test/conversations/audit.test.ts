import assert from "node:assert/strict";
import type { NewEvent, Reads } from "../../src/adapters/store/contract/index.ts";
import type { FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

describe("the audit", () => {
  let chat: Chat;
  let team: string;
  const ids = new Map<FakePerson, string>();
  before(async () => {
    chat = await startChat({ env: { ADMIN_USERS: "00000000-0000-4000-8000-00000000abcd" } });
    for (const person of [chat.mira, chat.jon, chat.eve]) {
      await chat.ask(person, "help", chat.teams.personalChat(person));
      ids.set(person, await userOf(person));
    }
    team = await makeTeam(chat.mira, [chat.jon]);
  });
  after(async () => {
    await chat.close();
  });

  const read = <T>(work: (reads: Reads) => Promise<T>): Promise<T> => chat.app.parts.store.read(work);
  const userOf = async ({ tenantId, aadObjectId }: FakePerson): Promise<string> =>
    (await read((reads) => reads.users.findByAad(tenantId, aadObjectId)))?.id ?? "";
  const idOf = (person: FakePerson): string => ids.get(person) ?? "";
  const makeTeam = (owner: FakePerson, others: readonly FakePerson[]): Promise<string> =>
    chat.app.parts.store.transaction(async (tx) => {
      const made = await tx.teams.create({
        tenantId: owner.tenantId,
        name: "Platform",
        ownerId: idOf(owner),
      });
      if (made === undefined) throw new Error("no team");
      const member = { teamId: made.id, permissions: [], state: "active" } as const;
      await tx.teamMembers.create({ ...member, userId: idOf(owner), role: "owner" });
      for (const other of others)
        await tx.teamMembers.create({ ...member, userId: idOf(other), role: "user" });
      return made.id;
    });
  const happen = (...events: readonly Partial<NewEvent>[]): Promise<void> =>
    chat.app.parts.store.transaction((tx) =>
      tx.events.recordMany(
        events.map((event) => ({
          ...{ actorType: "user", actorId: idOf(chat.mira), tenantId: chat.mira.tenantId, teamId: team },
          ...{ entityType: "team", entityId: team, verb: "updated" },
          ...event,
        })),
      ),
    );
  const own = (person: FakePerson, text: string) => chat.ask(person, text, chat.teams.personalChat(person));
  const sayWith = async (mentioned: FakePerson, text: string): Promise<string> => {
    const where = chat.teams.personalChat(chat.mira);
    const before = where.threads.length;
    await chat.teams.say(chat.mira, where, text, { mentions: [mentioned] });
    return chat.teams.world.waitFor(() => {
      const answer = where.threads.slice(before).find(({ from }) => from === "bot");
      return answer && readable(answer);
    });
  };
  const press = async (message: FakeMessage, title: string, by = chat.mira): Promise<string> => {
    const { card, error } = await chat.teams.clickButton(by, message.id, title);
    return error?.message ?? JSON.stringify(card);
  };

  it("tells a team's administrator who did what, with names and without markup", async () => {
    await happen(
      { verb: "renamed", data: { name: "Plat*form*", from: "<b>Old</b>" } },
      {
        entityType: "team_member",
        entityId: "m",
        verb: "granted",
        data: { userId: idOf(chat.jon), powers: ["deploy.run"] },
      },
      {
        entityType: "key_pair",
        entityId: "k",
        verb: "revoked",
        fromState: "rotating",
        toState: "revoked",
        data: { name: "deploys" },
      },
    );

    const { text, message } = await own(chat.mira, "audit");

    assert.match(text, /What happened in team Platform/);
    assert.match(text, /\*\*Mira Chen\*\* · revoked · key pair \*\*deploys\*\*\n.*rotating → revoked/);
    assert.match(text, /\*\*Mira Chen\*\* · granted · membership\n.*Jon Park · powers: deploy\.run/);
    assert.match(text, /renamed · team \*\*Plat\\\*form\\\*\*\*/);
    assert.doesNotMatch(JSON.stringify(message.card), /<b>/);
    assert.match(text, /\{\{DATE\(\d{4}-\d\d-\d\dT[\d:]+Z,SHORT\)\}\} \{\{TIME\(/);
    assert.ok(text.indexOf("revoked") < text.indexOf("renamed"));
  });

  it("is for those who administer the team", async () => {
    assert.match((await own(chat.jon, "audit")).text, /needs `team\.admin`\. Ask Mira Chen/);
    assert.match((await own(chat.eve, "audit")).text, /You aren't in a team yet/);
    assert.match((await own(chat.mira, "audit all")).text, /administrator of this Ployst/);
  });

  it("tells everybody what they did themselves, in all of their teams", async () => {
    await happen({
      actorId: idOf(chat.eve),
      teamId: "",
      entityType: "schedule",
      verb: "paused",
      data: { name: "octo/eve" },
    });

    const { text } = await own(chat.eve, "audit mine");

    assert.match(text, /What you did/);
    assert.match(text, /paused · reminder \*\*octo\/eve\*\*/);
    assert.doesNotMatch(text, /Mira Chen/);
    assert.doesNotMatch((await own(chat.mira, "audit mine")).text, /octo\/eve/);
  });

  it("tells who administers this Ployst what happened everywhere in the organization", async () => {
    const root = chat.teams.person({ name: "Root", aadObjectId: "00000000-0000-4000-8000-00000000abcd" });
    await happen({ tenantId: "another tenant", teamId: "", verb: "burned" });

    const { text } = await own(root, "audit all");

    assert.match(text, /What happened in this organization/);
    assert.match(text, /created · user \*\*Root\*\*/);
    assert.doesNotMatch(text, /burned/);
  });

  it("filters by kind, name, person and time", async () => {
    await happen(
      { entityType: "chatopssubscription", entityId: "s", verb: "paused", data: { name: "octo/hello" } },
      { entityType: "chatopssubscription", entityId: "t", verb: "paused", data: { name: "octo/other" } },
      {
        actorId: idOf(chat.jon),
        entityType: "project",
        entityId: "p",
        verb: "created",
        data: { name: "shop" },
      },
      {
        actorId: idOf(chat.jon),
        teamId: "",
        entityType: "schedule",
        entityId: "x",
        verb: "created",
        data: { name: "hidden" },
      },
    );

    const named = (await own(chat.mira, "audit subscription Octo/Hello")).text;
    const bySomebody = await sayWith(chat.jon, "audit @{0} 2d");
    const byNobody = await sayWith(chat.teams.person({ name: "New Here" }), "audit @{0}");
    const later = (await own(chat.mira, "audit since 2999-01-01")).text;
    const earlier = (await own(chat.mira, "audit until 2001-01-01")).text;

    assert.match(named, /octo\/hello/);
    assert.doesNotMatch(named, /octo\/other|shop/);
    assert.match(bySomebody, /Jon Park.*shop/s);
    assert.match(byNobody, /never heard of New Here/);
    assert.doesNotMatch(bySomebody, /\*\*Mira Chen|hidden/);
    for (const none of [later, earlier]) assert.match(none, /Nothing is on record/);
  });

  it("says what it doesn't understand", async () => {
    assert.match((await own(chat.mira, "audit yesterday")).text, /don't know "yesterday" as a filter/);
    assert.match(
      (await own(chat.mira, "audit since monday")).text,
      /"monday" isn't a day.*audit since 2026-11-01/,
    );
    assert.match((await own(chat.mira, "audit until")).text, /isn't a day/);
    assert.match((await own(chat.mira, "audit since 2026-02-30")).text, /isn't a day/);
  });

  it("turns pages in place, for who asked alone, who must still be allowed", async () => {
    await happen(
      ...Array.from({ length: 12 }, (_, index) => ({
        entityType: "realm",
        entityId: `r${String(index)}`,
        verb: "seen",
        data: { name: `r${String(index)}` },
      })),
    );
    const { message, text } = await own(chat.mira, "audit realm");
    assert.match(text, /\*\*r11\*\*/);
    assert.doesNotMatch(text, /\*\*r1\*\*/);

    const older = await press(message, "More");

    assert.match(older, /\*\*r1\*\*/);
    assert.doesNotMatch(older, /\*\*r2\*\*/);
    assert.doesNotMatch(older, /"title":"More"/);
    assert.match(older, /"title":"Newest"/);
    const shared = await chat.ask(chat.mira, "audit mine realm");
    assert.match(await press(shared.message, "More", chat.jon), /Only who asked/);
  });

  it("finds a rare thing behind many others, one look after the other", async () => {
    await happen({ entityType: "cloud", entityId: "c", verb: "verified", data: { name: "rare" } });
    await happen(
      ...Array.from({ length: 2_100 }, () => ({ entityType: "job", entityId: "j", verb: "retried" })),
    );

    const { message, text } = await own(chat.mira, "audit cloud");

    assert.match(text, /More looks further back/);
    assert.match(await press(message, "More"), /\*\*rare\*\*/);
    assert.ok(readable(message).length < 2_000);
  });
});
