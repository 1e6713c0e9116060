import assert from "node:assert/strict";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import { addMilliseconds, DAY, MINUTE, type Clock } from "../../src/core/clock.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { until } from "../support/until.ts";

/** Runs like the real one, and jumps when told: what waits for a webhook or a job goes on by itself. */
class JumpingClock implements Clock {
  #ahead = 0;
  now(): Date {
    return addMilliseconds(new Date(), this.#ahead);
  }
  jump(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

const REPOSITORY = /GET \/repositories\/912004417/;

describe("access to what is subscribed", () => {
  let chat: Chat;
  let clock: JumpingClock;
  let issues: number;

  beforeEach(async () => {
    clock = new JumpingClock();
    issues = 0;
    chat = await startChat({ overrides: { clock } });
    await chat.lab.install("contoso", "all");
    chat.lab.setCollaborator("contoso/secret", "jon", "read");
    await chat.signIn(chat.mira, "mira");
    await chat.signIn(chat.jon, "jon");
    const { text } = await chat.ask(chat.jon, "subscribe contoso/secret issues");
    assert.match(text, /✅ Subscribed/);
  });
  afterEach(async () => {
    await chat.close();
  });

  const roots = (): readonly FakeMessage[] => chat.channel.threads.filter((one) => one.from === "bot");
  const heard = (text: string): boolean => roots().some((one) => readable(one).includes(text));
  const lostCards = (): readonly FakeMessage[] =>
    roots().filter((one) => readable(one).includes("Some subscriptions here have stopped"));
  const signInCards = (): readonly FakeMessage[] =>
    roots().filter((one) => readable(one).includes("Sign in to GitHub again"));
  /** Every webhook was sent, worked on, and what it brought was posted. */
  const settled = async (): Promise<void> => {
    await chat.lab.settled();
    await until(() =>
      chat.app.parts.store.read(async ({ jobs, outbox }) => {
        const { queued = 0, running = 0 } = await jobs.countByState();
        return queued + running + (await outbox.backlog()).waiting === 0;
      }),
    );
  };
  /** Something private happens; answers whether the channel heard of it, once every job has ended. */
  const happens = async (repository = "contoso/secret"): Promise<boolean> => {
    issues += 1;
    const title = `Matter ${String(issues)}`;
    await chat.lab.openIssue(repository, { by: "mira", title, body: "", labels: [] });
    await settled();
    return heard(title);
  };
  const list = async (): Promise<string> => (await chat.ask(chat.eve, "subscribe list")).text;

  it("is lost after two refusals ten minutes apart, with one message; nothing private is told in between", async () => {
    assert.equal(await happens(), true);
    await chat.lab.removeCollaborator("contoso/secret", "jon");
    await settled();

    assert.equal(await happens(), false);
    clock.jump(5 * MINUTE);
    assert.equal(await happens(), false);
    assert.equal(lostCards().length, 0);
    assert.match(await list(), /contoso\/secret/);
    clock.jump(6 * MINUTE);
    assert.equal(await happens(), false);

    assert.equal(lostCards().length, 1);
    assert.match(readable(lostCards()[0] ?? assert.fail()), /@jon.*can no longer reach it on GitHub/);
    assert.equal(await happens(), false);
    assert.equal(lostCards().length, 1);
    assert.doesNotMatch(await list(), /contoso\/secret/);
  });

  it("is taken over by who has access, and by nobody else", async () => {
    await chat.lab.removeCollaborator("contoso/secret", "jon");
    await happens();
    clock.jump(11 * MINUTE);
    await happens();
    const card = lostCards()[0] ?? assert.fail("nothing was lost");

    const refused = await chat.teams.clickButton(chat.jon, card.id, "Take over");
    const taken = await chat.teams.clickButton(chat.mira, card.id, "Take over");

    assert.match(JSON.stringify(refused), /can't reach any of these/);
    assert.match(JSON.stringify(taken), /took over|contoso\/secret/);
    assert.equal(await happens(), true);
  });

  it("is not lost by who reads it again in between", async () => {
    await chat.lab.removeCollaborator("contoso/secret", "jon");
    assert.equal(await happens(), false);
    chat.lab.setCollaborator("contoso/secret", "jon", "read");
    clock.jump(11 * MINUTE);
    assert.equal(await happens(), true);
    await chat.lab.removeCollaborator("contoso/secret", "jon");

    assert.equal(await happens(), false);

    assert.equal(lostCards().length, 0);
  });

  it("is asked for anew when a repository becomes private", async () => {
    chat.lab.setCollaborator("contoso/web", "jon", "none");
    await chat.ask(chat.jon, "subscribe contoso/web issues");
    assert.equal(await happens("contoso/web"), true);

    await chat.lab.setVisibility("contoso/web", "private");

    assert.equal(await happens("contoso/web"), false);
  });

  it("to an owner is lost with the membership, not with one repository", async () => {
    await chat.ask(chat.jon, "unsubscribe contoso/secret");
    await chat.ask(chat.jon, "subscribe contoso issues");
    chat.lab.setCollaborator("contoso/secret", "jon", "none");
    for (let time = 0; time < 3; time += 1) {
      assert.equal(await happens(), false);
      clock.jump(11 * MINUTE);
    }
    assert.equal(lostCards().length, 0);
    assert.equal(await happens("contoso/web"), true);

    for (const name of ["contoso/web", "contoso/tools"]) chat.lab.setCollaborator(name, "jon", "none");
    await chat.lab.removeMember("contoso", "jon");
    await settled();
    await happens();
    clock.jump(11 * MINUTE);
    await happens();

    assert.equal(lostCards().length, 1);
  });

  for (const [what, status, headers] of [
    ["single sign-on", 403, { "x-github-sso": "required; url=https://github.com/orgs/contoso/sso" }],
    ["a rate limit", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" }],
  ] as const) {
    it(`is never lost to ${what}`, async () => {
      for (let time = 0; time < 3; time += 1) {
        chat.lab.failNext(REPOSITORY, status, 1, headers);
        await happens();
        chat.lab.clearFailures();
        clock.jump(11 * MINUTE);
      }

      assert.equal(lostCards().length, 0);
      assert.equal(await happens(), true);
    });
  }

  it("goes on while GitHub is away, for who proved it before", async () => {
    assert.equal(await happens(), true);
    clock.jump(11 * MINUTE);
    chat.lab.failNext(REPOSITORY, 503, 100);

    assert.equal(await happens(), true);
  });

  it("is never lost to a suspended installation", async () => {
    await happens();
    const { body } = chat.lab.deliveries.findLast(({ event }) => event === "issues") ?? assert.fail();
    await chat.lab.suspend("contoso");
    for (let time = 0; time < 3; time += 1) {
      clock.jump(11 * MINUTE);
      await chat.lab.deliverRaw("issues", body, { guid: crypto.randomUUID() });
      await settled();
    }

    assert.equal(lostCards().length, 0);
  });

  it("through an owner brings nothing private, once a sign-in has expired, that could not be read before", async () => {
    await chat.lab.removeCollaborator("contoso/secret", "jon");
    const owners = chat.teams.channel("owners");
    const { text } = await chat.ask(chat.jon, "subscribe contoso issues", owners);
    assert.match(text, /✅ Subscribed to \[contoso\]/);
    const told = async (): Promise<boolean> => {
      await happens();
      return owners.threads.some((one) => readable(one).includes(`Matter ${String(issues)}`));
    };
    assert.equal(await told(), false);

    chat.lab.revokeTokens("jon");
    clock.jump(11 * MINUTE);

    assert.equal(await told(), false);
    assert.equal(await told(), false);
  });

  describe("through a sign-in that has expired", () => {
    beforeEach(async () => {
      await chat.ask(chat.jon, "subscribe contoso/web issues");
      chat.lab.revokeTokens("jon");
      clock.jump(11 * MINUTE);
    });

    it("goes on for a week, with one message to sign in again, then ends with one more", async () => {
      assert.equal(await happens(), true);
      assert.equal(await happens("contoso/web"), true);
      assert.equal(signInCards().length, 1);
      const card = signInCards()[0] ?? assert.fail();
      assert.match(readable(card), /<at>Jon Park<\/at>/);
      assert.match(JSON.stringify(card.card), /"mention".*"29:/);

      clock.jump(6 * DAY);
      assert.equal(await happens(), true);
      assert.equal(signInCards().length, 1);
      clock.jump(DAY + MINUTE);
      assert.equal(await happens(), false);
      await happens("contoso/web");

      assert.equal(lostCards().length, 1);
      assert.match(readable(lostCards()[0] ?? assert.fail()), /hasn't signed in to GitHub again for a week/);
      assert.equal(signInCards().length, 1);
    });

    it("is mended by the button", async () => {
      await happens();
      const card = signInCards()[0] ?? assert.fail();

      const answer = await chat.teams.clickButton(chat.jon, card.id, "Sign in");

      await settled();
      const all = [JSON.stringify(answer), ...card.replies.map(readable), ...roots().map(readable)].join(
        "\n",
      );
      assert.match(all, /Connect your GitHub account/);
      await chat.signIn(chat.jon, "jon");
      assert.equal(await happens(), true);
      assert.doesNotMatch(roots().map(readable).join("\n"), /You're signed in to GitHub/);
    });
  });

  it("that GitHub says was revoked is told as that, once", async () => {
    await chat.lab.revokeAuthorization("jon");
    await settled();

    assert.equal(lostCards().length, 1);
    assert.equal(signInCards().length, 0);
  });
});
