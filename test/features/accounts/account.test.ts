import assert from "node:assert/strict";
import { DAY, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { codeOn, EMAIL, openAccounts, PASSWORD, person, type AccountWorld, type Invite } from "./world.ts";
import { Visitor } from "./visitor.ts";

const NEW_PASSWORD = "seven lanterns over the quiet harbor";

describe("the account page", () => {
  let world: AccountWorld;
  let invite: Invite;
  beforeEach(async () => {
    world = await openAccounts();
    invite = await world.invite();
    await world.activate(invite);
  });
  afterEach(() => world.close());

  const visit = (address?: string) => new Visitor(world.origin, address);
  const signIn = async (visitor = visit()) => {
    const shown = await world.logIn(visitor);
    assert.equal(shown.status, 200);
    return visitor;
  };
  const isIn = async (visitor: Visitor) => (await visitor.open("/account")).html.includes("Sign out");

  it("asks who isn't signed in for email and password", async () => {
    const shown = await visit().open("/account");

    assert.equal(shown.status, 200);
    assert.match(shown.html, /<label for="email">Email<\/label>/);
    assert.match(shown.html, /autocomplete="current-password"/);
    assert.equal(shown.headers.get("cache-control"), "no-store");
  });

  it("shows who signed in what is known of them", async () => {
    const shown = await world.logIn(visit());

    assert.match(shown.text, /Okafor/);
    assert.match(shown.text, new RegExp(EMAIL));
    assert.match(shown.text, /Web & shop/);
    assert.match(shown.text, /Not linked/);
    assert.match(shown.text, /no key yet/);
  });

  it("takes the address in any case, and a password of the same letters", async () => {
    const shown = await world.logIn(visit(), PASSWORD, `  ${EMAIL.toUpperCase()} `);

    assert.match(shown.html, /Sign out/);
  });

  it("answers the same for an unknown address, a wrong password and an ended account", async () => {
    const unknown = await world.logIn(visit(), PASSWORD, "nobody@example.test");
    const wrong = await world.logIn(visit(), "not the password");
    await world.store.transaction(async (tx) => {
      const registration = there(await tx.registrations.findByUser(invite.recipient.id));
      await tx.registrations.withdraw(registration.id);
    });
    const ended = await world.logIn(visit());

    const strip = (html: string) => html.replace(/value="[^"]*"/g, "").replace(/form" value="[^"]*"/g, "");
    for (const shown of [unknown, wrong, ended]) {
      assert.equal(shown.status, 401);
      assert.equal(strip(shown.html), strip(wrong.html));
    }
    assert.match(wrong.html, /role="alert"/);
  });

  it("keeps the typed address and never the password", async () => {
    const shown = await world.logIn(visit(), "not the password", 'x"><script>@example.test');

    assert.match(shown.text, /value="x"><script>@example\.test"/);
    assert.ok(!shown.html.includes("<script>@"));
    assert.ok(!shown.html.includes("not the password"));
  });

  it("gives another session at each sign-in and ends the one before", async () => {
    const visitor = await signIn();
    const before = visitor.cookies.get("ployst_session");
    const thief = visit();
    thief.cookies.set("ployst_session", there(before));

    await visitor.open("/account");
    assert.ok(await isIn(thief));
    const again = visit();
    await again.open("/account");
    again.cookies.set("ployst_session", there(before));
    await again.send("/account/login", { email: EMAIL, password: PASSWORD });

    assert.notEqual(again.cookies.get("ployst_session"), before);
    assert.ok(await isIn(again));
    assert.ok(!(await isIn(thief)));
  });

  it("takes no session that somebody made up", async () => {
    const visitor = visit();
    for (const made of ["a".repeat(43), "x", "__proto__", "a".repeat(5_000)]) {
      visitor.cookies.set("ployst_session", made);
      assert.ok(!(await isIn(visitor)));
    }
  });

  it("ends a session that rests for 12 hours, or is 7 days old", async () => {
    const [resting, busy] = [await signIn(), await signIn()];

    for (let hours = 0; hours < 24 * 7 - 8; hours += 8) {
      await world.time.advance(8 * HOUR);
      assert.ok(await isIn(busy), `${hours} hours`);
    }
    await world.time.advance(7 * HOUR);
    assert.ok(await isIn(busy));
    await world.time.advance(HOUR);

    assert.ok(!(await isIn(busy)));
    assert.ok(!(await isIn(resting)));
  });

  it("ends with the person and with the account", async () => {
    const visitor = await signIn();
    const jon = person("Jon", "aad-jon");
    await world.store.transaction(async (tx) => {
      await tx.users.ensure(jon);
      await tx.users.linkToTeams(invite.recipient.id, jon);
    });
    assert.ok(await isIn(visitor), "what belongs to a person stays theirs when they are linked");

    await world.store.transaction(async (tx) => {
      const user = there(await tx.users.findByAad(jon.tenantId, jon.aadObjectId));
      await tx.registrations.withdraw(there(await tx.registrations.findByUser(user.id)).id);
    });

    assert.ok(!(await isIn(visitor)));
  });

  it("signs out, and nothing of the session is left", async () => {
    const visitor = await signIn();
    const kept = there(visitor.cookies.get("ployst_session"));
    await visitor.open("/account");

    const shown = await visitor.send("/account/logout", {});

    assert.match(shown.html, /Sign in/);
    assert.equal(visitor.cookies.get("ployst_session"), undefined);
    visitor.cookies.set("ployst_session", kept);
    assert.ok(!(await isIn(visitor)));
  });

  it("makes a new code for who isn't linked, and ends the one before", async () => {
    const visitor = await signIn();

    await visitor.open("/account");
    const first = codeOn(await visitor.send("/account/code", {}));
    await visitor.open("/account");
    const second = codeOn(await visitor.send("/account/code", {}));

    assert.notEqual(first, second);
    const live = await world.store.transaction((tx) =>
      tx.accountTokens.findLiveByUser("link", invite.recipient.id),
    );
    assert.ok(live);
  });

  it("changes the password for the old one and ends the other sessions", async () => {
    const [mine, other] = [await signIn(), await signIn()];
    const change = async (current: string, password: string) => {
      await mine.open("/account");
      return mine.send("/account/password", { current, password });
    };

    const wrong = await change("not the password", NEW_PASSWORD);
    assert.equal(wrong.status, 400);
    assert.match(wrong.html, /not your current password/);
    const weak = await change(PASSWORD, "password1234");
    assert.equal(weak.status, 400);
    assert.match(weak.html, /easy to guess/);
    assert.ok(await isIn(other));
    const done = await change(PASSWORD, NEW_PASSWORD);

    assert.match(done.html, /role="status">Your password is changed/);
    assert.ok(await isIn(mine));
    assert.ok(!(await isIn(other)));
    assert.equal((await world.logIn(visit())).status, 401);
    assert.equal((await world.logIn(visit(), NEW_PASSWORD)).status, 200);
    const registration = await world.store.read((reads) =>
      reads.registrations.findByUser(invite.recipient.id),
    );
    assert.deepEqual(await world.verbs("registration", there(registration).id), [
      "activated",
      "password_changed",
    ]);
  });

  it("ends with the old password the code that another session made, and a link to reset it", async () => {
    const [mine, other] = [await signIn(), await signIn()];
    await other.open("/account");
    await other.send("/account/code", {});
    await world.store.transaction((tx) => {
      const expiresAt = new Date(world.time.now().getTime() + HOUR);
      return tx.accountTokens.create({
        ...{ userId: invite.recipient.id, kind: "reset", expiresAt },
        tokenHash: "hash-of-a-mailed-link",
      });
    });

    await mine.open("/account");
    const done = await mine.send("/account/password", { current: PASSWORD, password: NEW_PASSWORD });

    assert.match(done.html, /Your password is changed/);
    for (const kind of ["link", "reset"] as const) {
      const live = await world.store.transaction((tx) =>
        tx.accountTokens.findLiveByUser(kind, invite.recipient.id),
      );
      assert.equal(live, undefined, kind);
    }
  });

  it("slows down who guesses the current password in a session that isn't theirs", async () => {
    const visitor = await signIn();
    for (let n = 0; n < 5; n += 1) {
      await visitor.open("/account");
      await visitor.send("/account/password", { current: `guess ${n}`, password: NEW_PASSWORD });
    }
    await visitor.open("/account");

    const slowed = await visitor.send("/account/password", { current: PASSWORD, password: NEW_PASSWORD });

    assert.match(slowed.html, /Too many tries/);
  });

  it("takes no form of another session, and sends who has none to sign in", async () => {
    const [visitor, other] = [await signIn(), await signIn()];
    await visitor.open("/account");

    visitor.cookies.set("ployst_session", there(other.cookies.get("ployst_session")));
    const foreign = await visitor.send("/account/code", {});
    assert.equal(foreign.status, 403);
    await visitor.open("/account");
    visitor.cookies.delete("ployst_session");
    const nobodys = await visitor.send("/account/code", {});

    assert.match(nobodys.html, /Sign in to your account/);
  });

  it("refuses forms of other sites", async () => {
    const visitor = await signIn();
    await visitor.open("/account");

    const refused = await visitor.send("/account/logout", {}, { "sec-fetch-site": "cross-site" });

    assert.equal(refused.status, 403);
    assert.ok(await isIn(visitor));
  });

  it("takes forms of browsers that don't say where from, by cookie and signature", async () => {
    const visitor = await signIn();
    await visitor.open("/account");

    const shown = await visitor.send("/account/logout", {}, { "sec-fetch-site": "", origin: "null" });

    assert.match(shown.html, /Sign in/);
  });

  describe("slows down guessing", () => {
    const guess = async (times: number, address: string, email = EMAIL) => {
      let last = await world.logIn(visit(address), "guess 0", email);
      for (let n = 1; n < times; n += 1) last = await world.logIn(visit(address), `guess ${n}`, email);
      return last;
    };

    it("of one account's password, from wherever it comes, and for a while only", async () => {
      await guess(3, "198.51.100.1");
      await guess(2, "198.51.100.2");

      const slowed = await world.logIn(visit("198.51.100.3"));
      assert.equal(slowed.status, 429);
      assert.equal(slowed.headers.get("retry-after"), "60");
      assert.match(slowed.html, /try again in a minute/);
      await world.time.advance(MINUTE);

      assert.equal((await world.logIn(visit("198.51.100.3"))).status, 200);
    });

    it("but not for the owner in a browser that signed in before", async () => {
      const owner = await signIn();
      await owner.open("/account");
      await owner.send("/account/logout", {});
      await guess(6, "198.51.100.1");
      assert.equal((await world.logIn(visit())).status, 429);

      const shown = await world.logIn(owner);

      assert.equal(shown.status, 200);
    });

    it("with a mark that is good for its own address only", async () => {
      const owner = await signIn();
      await owner.open("/account");
      await owner.send("/account/logout", {});
      await guess(5, "198.51.100.1", "other@example.test");

      const slowed = await world.logIn(owner, PASSWORD, "other@example.test");

      assert.equal(slowed.status, 429);
    });

    it("of many accounts from one network", async () => {
      for (let n = 0; n < 30; n += 1)
        await world.logIn(visit(`2001:db8:0:1::${n.toString(16)}`), "guess", `user${n}@example.test`);

      assert.equal((await world.logIn(visit("2001:db8:0:1::ffff"))).status, 429);
      assert.equal((await world.logIn(visit("2001:db8:0:2::1"))).status, 200);
    });

    it("also when all tries come at once", async () => {
      const visitors = await Promise.all(
        Array.from({ length: 12 }, async () => {
          const visitor = visit();
          await visitor.open("/account");
          return visitor;
        }),
      );

      const results = await Promise.all(
        visitors.map((visitor, n) =>
          visitor.send("/account/login", { email: EMAIL, password: `guess ${n}` }),
        ),
      );

      const statuses = results.map(({ status }) => status);
      assert.equal(statuses.filter((status) => status === 401).length, 5);
      assert.equal(statuses.filter((status) => status === 429).length, 7);
    });
  });

  it("writes down who signed in and counts who couldn't", async () => {
    await signIn();
    await world.logIn(visit(), "not the password");

    const sessions = await world.store.read((reads) => reads.webSessions.listLive(invite.recipient.id));
    assert.deepEqual(await world.verbs("session", there(sessions.at(-1)).id), ["created"]);
    assert.deepEqual(
      world.counted.filter((name) => name.startsWith("ployst_logins_total")),
      ["ployst_logins_total page done", "ployst_logins_total page wrong"],
    );
    assert.ok(!world.logged.join("\n").includes("not the password"));
  });

  it("is gone after a week of absence", async () => {
    const visitor = await signIn();
    await world.time.advance(8 * DAY);

    assert.ok(!(await isIn(visitor)));
  });
});

describe("the cookies of an https address", () => {
  it("can't be set by hosts beside or below it", async () => {
    const world = await openAccounts({ PUBLIC_URL: "https://ployst.example.com" });
    const visitor = new Visitor(world.origin);

    await visitor.open("/account");

    assert.deepEqual([...visitor.cookies.keys()], ["__Host-ployst_form"]);
    await world.close();
  });
});
