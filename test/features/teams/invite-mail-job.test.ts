import assert from "node:assert/strict";
import type { MailMessage } from "../../../src/adapters/mail/index.ts";
import type { Store, TeamInvitationRecord } from "../../../src/adapters/store/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import type { JobRun } from "../../../src/core/job.ts";
import type { Message } from "../../../src/core/message.ts";
import { hashOf, newSecret } from "../../../src/core/secret.ts";
import type { InvitationMailDeps } from "../../../src/features/teams/invite-deps.ts";
import { createMailJob, invitationMailJob } from "../../../src/features/teams/invite-mail-job.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, testVault, type TestStore } from "../../support/store.ts";

const HOLDER = "worker";

describe("the mail of an invitation", () => {
  const token = newSecret();
  let time: ManualTime;
  let store: TestStore;
  let sent: MailMessage[];
  let told: string[];
  let answer: () => Promise<void>;
  let invitation: TeamInvitationRecord;
  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
    [sent, told] = [[], []];
    answer = () => Promise.resolve();
    invitation = await makeInvitation();
  });
  afterEach(() => store.cleanup());

  const makeInvitation = (): Promise<TeamInvitationRecord> =>
    store.transaction(async (tx) => {
      const person = { tenantId: "t", aadObjectId: "mira", teamsUserId: "29:mira", displayName: "Mira Chen" };
      const { id: creatorId } = await tx.users.ensure(person);
      const address = { tenantId: "t", email: "jon@example.com", surname: "Park" };
      const { id: recipientId } = await tx.users.createUnlinked(address, creatorId);
      const team = await tx.teams.create({ tenantId: "t", name: "Platform", ownerId: creatorId });
      const teamId = team?.id ?? "";
      await tx.teamMembers.create({ teamId, userId: recipientId, role: "user", permissions: [] });
      const made = await tx.teamInvitations.create({
        ...{ teamId, creatorId, recipientId, email: address.email, surname: "Park" },
        ...{
          tokenHash: hashOf(token),
          expiresAt: addMilliseconds(time.now(), DAY),
          conversationId: "channel",
        },
      });
      assert.ok(made !== undefined);
      return made;
    });
  const deps = (part: Partial<InvitationMailDeps["invitationMail"]> = {}): InvitationMailDeps => ({
    invitationMail: {
      ...{ store, clock: time, publicUrl: "https://ployst.example/", tokens: testVault },
      mail: {
        send: async (message) => {
          sent.push(message);
          await answer();
        },
      },
      tell: async (_tx, { conversationId }, message: Message) => {
        told.push(`${conversationId}: ${"text" in message ? message.text : ""}`);
        return Promise.resolve();
      },
      ...part,
    },
  });
  const order = async (): Promise<string> => {
    let id = "";
    const wakeJobs = ([first = ""]: readonly string[]): void => {
      id = first;
    };
    await store.transaction((tx) =>
      createMailJob(tx, { invitation, token, carries: "link" }, { tokens: testVault, wakeJobs }),
    );
    return id;
  };
  const claim = async (id: string): Promise<JobRun> => {
    const now = time.now();
    const until = addMilliseconds(now, MINUTE);
    const job = await store.transaction((tx) => tx.jobs.claim(id, HOLDER, now, until));
    assert.ok(job !== undefined);
    const { targetId, payload, attempts: attempt } = job;
    return { id, targetId, payload, attempt, holder: HOLDER, signal: new AbortController().signal };
  };
  const events = async (verb: string): Promise<number> => {
    const page = { limit: 50 };
    const all = await store.read((reads) => reads.events.listByTeam(invitation.teamId, page));
    return all.filter((event) => event.verb === verb).length;
  };
  const resend = (): Promise<unknown> =>
    store.transaction((tx) =>
      tx.teamInvitations.resend(invitation.id, {
        tokenHash: "another",
        expiresAt: addMilliseconds(time.now(), DAY),
      }),
    );

  it("after a crash between the server's yes and our commit goes out under the same id", async () => {
    const id = await order();
    const run = await claim(id);
    let crashing = true;
    const dying: Pick<Store, "read" | "transaction"> = {
      read: (work) => store.read(work),
      transaction: (work) => (crashing ? Promise.reject(new Error("killed")) : store.transaction(work)),
    };

    await assert.rejects(invitationMailJob.run(run, deps({ store: dying })), /killed/);
    assert.equal(await events("sent"), 0);
    crashing = false;
    await time.advance(2 * MINUTE);
    await invitationMailJob.run(await claim(id), deps({ store: dying }));

    assert.equal(sent.length, 2);
    assert.equal(sent[0]?.id, sent[1]?.id);
    assert.equal(await events("sent"), 1);
    assert.equal((await store.read((reads) => reads.jobs.find(id)))?.state, "succeeded");
  });

  it("holds the link, and the job holds no token that can be read", async () => {
    const id = await order();
    const run = await claim(id);

    await invitationMailJob.run(run, deps());

    assert.match(sent[0]?.text ?? "", new RegExp(`https://ployst\\.example/activate/${token}\\n`));
    assert.equal(JSON.stringify(run.payload).includes(token), false);
  });

  it("doesn't go out when it was answered, taken back, sent anew or is over", async () => {
    const ends: readonly (() => Promise<unknown>)[] = [
      () => store.transaction((tx) => tx.teamInvitations.accept(invitation.id)),
      () => store.transaction((tx) => tx.teamInvitations.revoke(invitation.id)),
      resend,
      () => time.advance(DAY),
    ];
    for (const end of ends) {
      await store.cleanup();
      store = await openTestStore({ clock: time });
      invitation = await makeInvitation();
      const id = await order();
      await end();
      await time.advance(MINUTE);
      await invitationMailJob.run(await claim(id), deps());
    }

    assert.deepEqual([sent.length, told.length], [0, 0]);
  });

  it("that was sent anew while it was under way doesn't count as the new one", async () => {
    const run = await claim(await order());
    answer = async () => {
      await time.advance(HOUR / 100);
      await resend();
    };

    await invitationMailJob.run(run, deps());

    assert.equal(await events("sent"), 0);
    const found = await store.read((reads) => reads.teamInvitations.find(invitation.id));
    assert.equal(found?.sentAt, undefined);
  });

  it("is tried again while the server is away, and whoever invited hears when it never comes back", async () => {
    answer = () => Promise.reject(faults.MAIL_UNREACHABLE());
    const run = await claim(await order());

    const failed = await invitationMailJob.run(run, deps()).catch((error: unknown) => error);
    assert.ok(isFault(failed, "MAIL_UNREACHABLE"));
    assert.equal(told.length, 0);
    await invitationMailJob.onDead?.(run, failed, deps());

    assert.match(
      told[0] ?? "",
      /^channel: .*jon@example\.com didn't go out\. The mail server.*`invitation resend/,
    );
    assert.equal(await events("unsent"), 1);
  });

  it("ends with a word where mail was switched off, and where its key is gone", async () => {
    await invitationMailJob.run(await claim(await order()), deps({ mail: undefined }));
    const open = (): string => {
      throw faults.SECRET_KEY_UNKNOWN({ keyId: "old" });
    };
    await invitationMailJob.run(await claim(await order()), deps({ tokens: { open } }));

    assert.equal(told.length, 2);
    assert.equal(sent.length, 0);
    assert.match(told[0] ?? "", /`SMTP_URL`/);
  });
});
