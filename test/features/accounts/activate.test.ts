import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../src/core/clock.ts";
import { linkCodeHash, readLinkCode } from "../../../src/features/accounts/link-code.ts";
import { activatedPage } from "../../../src/features/accounts/web/activate-pages.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { codeOn, EMAIL, openAccounts, PASSWORD, person, signer, type AccountWorld } from "./world.ts";
import { Visitor } from "./visitor.ts";

describe("the page behind the link of an invitation", () => {
  let world: AccountWorld;
  beforeEach(async () => {
    world = await openAccounts();
  });
  afterEach(() => world.close());

  const open = (token: string) => new Visitor(world.origin).open(`/activate/${token}`);

  it("says who invited whom to what, and what the password is for", async () => {
    const { token } = await world.invite();

    const shown = await open(token);

    assert.equal(shown.status, 200);
    assert.match(shown.text, /Mira <b>Chen<\/b><\/strong> invited <strong>ada@example\.test/);
    assert.match(shown.html, /team <strong>Web &#38; shop<\/strong>/);
    assert.ok(!shown.html.includes("<b>Chen"));
    assert.match(shown.html, /never this password/);
    assert.match(shown.html, /<label for="password">/);
    assert.match(shown.html, /autocomplete="new-password"/);
    assert.equal(shown.headers.get("referrer-policy"), "no-referrer");
    assert.equal(shown.headers.get("cache-control"), "no-store");
    assert.match(shown.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  });

  it("changes nothing by being looked at", async () => {
    const { token, invitation, recipient } = await world.invite();

    await open(token);
    await open(token);

    const now = await world.store.read((reads) => reads.teamInvitations.find(invitation.id));
    assert.equal(now?.state, "pending");
    const registration = await world.store.read((reads) => reads.registrations.findByUser(recipient.id));
    assert.equal(registration?.state, "invited");
  });

  it("makes the account, accepts the invitation and shows a code, once", async () => {
    const { token, invitation, recipient } = await world.invite();
    const visitor = new Visitor(world.origin);
    await visitor.open(`/activate/${token}`);

    const done = await visitor.send(`/activate/${token}`, { password: PASSWORD });

    assert.equal(done.status, 200);
    const code = codeOn(done);
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    await world.store.read(async (reads) => {
      const registration = there(await reads.registrations.findByUser(recipient.id));
      assert.equal(registration.state, "activated");
      assert.match(there(await reads.registrations.findPasswordHash(registration.id)), /^\$2b\$/);
      assert.ok((await reads.users.find(recipient.id))?.emailVerifiedAt);
      assert.equal((await reads.teamInvitations.find(invitation.id))?.state, "accepted");
      const member = await reads.teamMembers.findByUser(invitation.teamId, recipient.id);
      assert.equal(member?.state, "accepted");
      assert.deepEqual(await world.verbs("registration", registration.id), ["activated"]);
    });
    const live = await world.store.transaction((tx) =>
      tx.accountTokens.findLive("link", linkCodeHash(there(readLinkCode(code)), signer)),
    );
    assert.equal(live?.userId, recipient.id);
    assert.equal(live.expiresAt.getTime() - world.time.now().getTime(), 10 * MINUTE);
    const again = await visitor.open(`/activate/${token}`);
    assert.equal(again.status, 410);
    assert.match(again.html, /accepted already/);
  });

  it("leads to the bot's chat with the words already written, where the bot has an id", () => {
    const bot = { name: "Ployst", appId: "6c2f1b9e-7d35-4f0a-9b52-0d3f0e6f7a11" };

    const { body } = activatedPage("K7WM-3XQ9", { bot, accountUrl: "/account", cookies: [] });

    const href = /href="(https:[^"]+)"/.exec(String(body))?.[1]?.replaceAll("&#38;", "&");
    assert.equal(
      href,
      "https://teams.microsoft.com/l/chat/0/0?users=28:6c2f1b9e-7d35-4f0a-9b52-0d3f0e6f7a11&message=account%20link%20K7WM-3XQ9",
    );
  });

  it("leaves whoever chose the password signed in", async () => {
    const { token } = await world.invite();
    const visitor = new Visitor(world.origin);
    await visitor.open(`/activate/${token}`);
    await visitor.send(`/activate/${token}`, { password: PASSWORD });

    const account = await visitor.open("/account");

    assert.match(account.html, /<h1>Your account<\/h1>/);
    assert.match(account.html, /once your account is linked/);
  });

  it("is for the first of two who send it", async () => {
    const invite = await world.invite();
    const other = new Visitor(world.origin);
    await other.open(`/activate/${invite.token}`);

    const results = await Promise.all([
      world.activate(invite),
      other.send(`/activate/${invite.token}`, { password: `${PASSWORD} 2` }),
    ]);

    assert.deepEqual(results.map(({ status }) => status).sort(), [200, 410]);
  });

  const weak: readonly (readonly [string, string, RegExp])[] = [
    ["a short password", "x9$Kq", /at least 10 characters/],
    ["a guessable password", "password1234", /easy to guess/],
    ["a password made of the person's name", "okaforokaforokafor", /easy to guess/],
    ["a password longer than is read", "ä".repeat(37), /72 bytes/],
    ["no password", "", /at least 10 characters/],
  ];
  for (const [what, password, expected] of weak)
    it(`refuses ${what}, says why, and shows it to nobody`, async () => {
      const invite = await world.invite();

      const refused = await world.activate(invite, password);

      assert.equal(refused.status, 400);
      assert.match(refused.text, expected);
      assert.match(refused.html, /id="password-problem" role="alert"/);
      assert.match(refused.html, /aria-describedby="password-problem password-hint" aria-invalid="true"/);
      assert.ok(password === "" || !refused.text.includes(password));
      assert.equal((await world.activate(invite)).status, 200);
    });

  it("knows nothing of a wrong link", async () => {
    const { token } = await world.invite();

    for (const wrong of ["x", `${token}x`, token.slice(1), "a".repeat(43), "%00", "..%2f"]) {
      const shown = await open(wrong);
      assert.equal(shown.status, 404, wrong);
      assert.ok(!shown.html.includes("Web"), wrong);
    }
    const shown = await open("a".repeat(43));
    assert.match(shown.html, /invitation resend/);
    const posted = await fetch(`${world.origin}/activate/${"a".repeat(43)}`, { method: "POST" });
    assert.equal(posted.status, 404);
  });

  it("says of an expired, revoked or declined one what became of it, and what to do", async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ["revoked", /taken back/],
      ["declined", /declined/],
      ["expired", /expired.*invitation resend/s],
    ];
    for (const [state, expected] of cases) {
      const { token, invitation } = await world.invite({ email: `${state}@example.test`, team: state });
      await world.store.transaction(async (tx) => {
        if (state === "revoked") await tx.teamInvitations.revoke(invitation.id);
        if (state === "declined") await tx.teamInvitations.decline(invitation.id);
      });
      if (state === "expired") await world.time.advance(DAY);
      const shown = await open(token);
      assert.equal(shown.status, 410, state);
      assert.match(shown.html, expected);
    }
  });

  it("ends while the form is open", async () => {
    const { token } = await world.invite();
    const visitor = new Visitor(world.origin);
    await visitor.open(`/activate/${token}`);
    await world.time.advance(DAY);

    const late = await visitor.send(`/activate/${token}`, { password: PASSWORD });

    assert.equal(late.status, 410);
    assert.match(late.html, /expired/);
  });

  it("ends with its team", async () => {
    const { token, invitation } = await world.invite();
    await world.store.transaction((tx) => tx.teams.delete(invitation.teamId));

    assert.equal((await open(token)).status, 410);
  });

  it("wants no second password of who has an account", async () => {
    const first = await world.invite();
    await world.activate(first);
    const second = await world.invite({ team: "Payments", recipientId: first.recipient.id });
    const visitor = new Visitor(world.origin);

    const shown = await visitor.open(`/activate/${second.token}`);
    assert.ok(!shown.html.includes('type="password"'));
    const done = await visitor.send(`/activate/${second.token}`, {});

    assert.equal(done.status, 200);
    assert.match(done.html, /team Payments/);
    const member = await world.store.read((reads) =>
      reads.teamMembers.findByUser(second.invitation.teamId, first.recipient.id),
    );
    assert.equal(member?.state, "accepted");
  });

  it("makes who is known in Teams a member at once", async () => {
    const jon = await world.store.transaction((tx) => tx.users.ensure(person("Jon", "aad-jon")));
    const { token, invitation } = await world.invite({ recipientId: jon.id });
    const visitor = new Visitor(world.origin);
    await visitor.open(`/activate/${token}`);

    const done = await visitor.send(`/activate/${token}`, {});

    assert.match(done.html, /Go back to Teams/);
    const member = await world.store.read((reads) => reads.teamMembers.findByUser(invitation.teamId, jon.id));
    assert.equal(member?.state, "active");
  });

  it("refuses an address that somebody's account has", async () => {
    await world.activate(await world.invite());
    const twin = await world.invite({ team: "Payments" });

    const refused = await world.activate(twin);

    assert.equal(refused.status, 409);
    assert.match(refused.html, /sign in on the account page/);
    const now = await world.store.read((reads) => reads.teamInvitations.find(twin.invitation.id));
    assert.equal(now?.state, "pending");
  });

  describe("takes its form only from itself", () => {
    const foreign: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ["another site", { "sec-fetch-site": "cross-site" }],
      ["a neighbor", { "sec-fetch-site": "same-site" }],
      ["another origin", { "sec-fetch-site": "", origin: "https://evil.example" }],
      ["another kind of body", { "content-type": "text/plain" }],
    ];
    for (const [what, headers] of foreign)
      it(`not from ${what}`, async () => {
        const { token, invitation } = await world.invite();
        const visitor = new Visitor(world.origin);
        await visitor.open(`/activate/${token}`);

        const refused = await visitor.send(`/activate/${token}`, { password: PASSWORD }, headers);

        assert.equal(refused.status, 403);
        const now = await world.store.read((reads) => reads.teamInvitations.find(invitation.id));
        assert.equal(now?.state, "pending");
      });

    it("not without the cookie, nor with another browser's", async () => {
      const { token } = await world.invite();
      const [mine, other] = [new Visitor(world.origin), new Visitor(world.origin)];
      await mine.open(`/activate/${token}`);
      await other.open(`/activate/${token}`);

      mine.cookies.clear();
      const without = await mine.send(`/activate/${token}`, { password: PASSWORD });
      for (const [name, value] of other.cookies) mine.cookies.set(name, value);
      await mine.open("/account");
      await mine.open(`/activate/${token}`);
      const changed = await mine.send(`/activate/${token}`, { password: PASSWORD, form: "a".repeat(43) });

      assert.equal(without.status, 403);
      assert.equal(changed.status, 403);
    });
  });

  it("leaves neither token, code nor password in the log", async () => {
    const invite = await world.invite();
    const code = codeOn(await world.activate(invite));
    await open(invite.token);

    const logged = world.logged.join("\n");
    assert.match(logged, /activate\/:token/);
    for (const secret of [invite.token, code, PASSWORD, EMAIL]) assert.ok(!logged.includes(secret));
  });
});
