import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/core/clock.ts";
import { until } from "../../support/until.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { Visitor, type Shown } from "./visitor.ts";
import { EMAIL, openAccounts, PASSWORD, type AccountWorld, type Invite } from "./world.ts";

const NEW = "nine purple umbrellas dance slowly";

describe("a forgotten password", () => {
  let world: AccountWorld;
  let invite: Invite;
  beforeEach(async () => {
    world = await openAccounts();
    invite = await world.invite();
  });
  afterEach(() => world.close());

  const ask = async (email = EMAIL, address?: string): Promise<Shown> => {
    const visitor = new Visitor(world.origin, address);
    await visitor.open("/account/forgotten");
    return visitor.send("/account/forgotten", { email });
  };
  /** The path of the link in the mail that came last. */
  const linkOf = async (count = 1): Promise<string> => {
    await until(() => world.mailed.length === count);
    const { text } = there(world.mailed.at(-1));
    return there(/(\/account\/reset\/[\w-]{43})\n/.exec(text)?.[1]);
  };
  const choose = async (path: string, password = NEW): Promise<Shown> => {
    const visitor = new Visitor(world.origin);
    await visitor.open(path);
    return visitor.send(path, { password });
  };
  /** No job is left that could still mail. */
  const settled = () =>
    until(async () => (await world.store.read(({ jobs }) => jobs.listDue(world.time.now(), 5))).length === 0);

  it("is replaced by the link of a mail, and every session ends", async () => {
    await world.activate(invite);
    const before = new Visitor(world.origin);
    await world.logIn(before);

    const asked = await ask(" Ada@Example.test ");
    assert.match(asked.text, /If <strong>ada@example\.test<\/strong> has an account/);
    const path = await linkOf();
    const shown = await new Visitor(world.origin).open(path);
    const done = await choose(path);

    assert.equal(there(world.mailed[0]).to, EMAIL);
    assert.match(shown.html, /readonly value="ada@example\.test"/);
    assert.equal(done.status, 200);
    assert.match(done.text, /Your password is changed/);
    assert.match((await before.open("/account")).text, /Sign in to your account/);
    assert.equal((await world.logIn(new Visitor(world.origin))).status, 401);
    assert.equal((await world.logIn(new Visitor(world.origin), NEW)).status, 200);
    const registration = await world.store.read((reads) =>
      reads.registrations.findByUser(invite.recipient.id),
    );
    assert.ok((await world.verbs("registration", there(registration).id)).includes("password_reset"));
  });

  it("is told of alike for everybody, and mailed to nobody without one", async () => {
    await world.activate(invite);

    const known = await ask();
    const unknown = await ask("eve@example.test");
    await linkOf();
    await settled();

    assert.equal(unknown.status, known.status);
    assert.equal(unknown.text.replaceAll("eve@", "ada@"), known.text);
    assert.deepEqual(
      world.mailed.map(({ to }) => to),
      [EMAIL],
    );
  });

  it("is nothing that somebody who never chose one gets a link for", async () => {
    assert.equal((await ask()).status, 200);
    await settled();

    assert.deepEqual(world.mailed, []);
  });

  it("has links that work once, for an hour, and only the latest", async () => {
    await world.activate(invite);
    await ask();
    const first = await linkOf();
    await ask();
    const second = await linkOf(2);

    assert.equal((await new Visitor(world.origin).open(first)).status, 410);
    assert.equal((await choose(second)).status, 200);
    assert.equal((await new Visitor(world.origin).open(second)).status, 410);
    await ask();
    const third = await linkOf(3);
    await world.time.advance(HOUR);
    const late = await new Visitor(world.origin).open(third);
    assert.equal(late.status, 410);
    assert.match(late.text, /is older than an hour/);
    assert.equal((await new Visitor(world.origin).open("/account/reset/nothing")).status, 410);
  });

  it("is changed once when two forms of one link are sent", async () => {
    await world.activate(invite);
    await ask();
    const path = await linkOf();
    const [one, other] = [new Visitor(world.origin), new Visitor(world.origin)];
    await one.open(path);
    await other.open(path);

    const sent = await Promise.all([
      one.send(path, { password: NEW }),
      other.send(path, { password: PASSWORD }),
    ]);

    assert.deepEqual(sent.map(({ status }) => status).toSorted(), [200, 410]);
  });

  it("gives way to no weak one, and the link stays", async () => {
    await world.activate(invite);
    await ask();
    const path = await linkOf();

    const weak = await choose(path, "password12");

    assert.equal(weak.status, 400);
    assert.equal((await choose(path)).status, 200);
  });

  it("is slowed down for each address and each network, whoever has an account", async () => {
    for (let n = 0; n < 3; n += 1) assert.equal((await ask("eve@example.test", `192.0.2.${n}`)).status, 200);

    const again = await ask("eve@example.test", "192.0.2.9");
    assert.equal(again.status, 429);
    assert.equal(again.headers.get("retry-after"), "300");
    for (let n = 0; n < 15; n += 1) await ask(`p${n}@example.test`, "198.51.100.7");
    assert.equal((await ask("p@example.test", "198.51.100.7")).status, 429);
    await world.time.advance(5 * MINUTE);
    assert.equal((await ask("eve@example.test")).status, 200);
  });

  it("is asked for with an address, from our own form, and no log has a link", async () => {
    await world.activate(invite);
    const visitor = new Visitor(world.origin);
    await visitor.open("/account/forgotten");
    const wrong = await visitor.send("/account/forgotten", { email: "ada\n@x" });
    const foreign = await visitor.send(
      "/account/forgotten",
      { email: EMAIL },
      { "sec-fetch-site": "cross-site" },
    );
    await ask();
    const path = await linkOf();
    await choose(path);

    assert.equal(wrong.status, 400);
    assert.equal(foreign.status, 403);
    assert.ok(world.logged.length > 0);
    assert.ok(!world.logged.join("\n").includes(path.split("/").at(-1) ?? ""));
    const jobs = JSON.stringify(await world.store.read((reads) => reads.jobs.listDue(world.time.now(), 5)));
    assert.ok(!jobs.includes(EMAIL));
  });

  it("ends with the account: no link opens a withdrawn one", async () => {
    await world.activate(invite);
    await ask();
    const path = await linkOf();
    await world.store.transaction(async (tx) => {
      const registration = there(await tx.registrations.findByUser(invite.recipient.id));
      await tx.registrations.withdraw(registration.id);
    });

    assert.equal((await new Visitor(world.origin).open(path)).status, 410);
  });
});

describe("a forgotten password where no mail can be sent", () => {
  it("is for whoever runs this to help with", async () => {
    const world = await openAccounts({}, "no mail");
    try {
      const shown = await new Visitor(world.origin).open("/account/forgotten");

      assert.equal(shown.status, 503);
      assert.match(shown.text, /Ask whoever runs it to set SMTP_URL/);
    } finally {
      await world.close();
    }
  });
});
