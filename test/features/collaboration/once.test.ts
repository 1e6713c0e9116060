import assert from "node:assert/strict";
import type { GitHubArrival, GitHubOutcome } from "../../../src/adapters/github/contract/index.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import { arrival } from "../../../src/features/collaboration/arrival.ts";
import type { Session } from "../../../src/features/collaboration/deps.ts";
import { once, repeatable, type OnceAct } from "../../../src/features/collaboration/once.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const LINK: GitHubArrival = { htmlUrl: "https://github.com/octo/hello/issues/7#issuecomment-1" };

describe("a call that must not be repeated", () => {
  let store: TestStore;
  let userId: string;
  let sent: number;
  let looked: number;
  beforeEach(async () => {
    store = await openTestStore();
    const person = { tenantId: "t", teamsUserId: "29:1", aadObjectId: "a", displayName: "Mira" };
    userId = (await store.transaction((tx) => tx.users.ensure(person))).id;
    sent = 0;
    looked = 0;
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const session = (jobId = "job-1"): Session => {
    const unused = (): never => {
      throw new Error("not used here");
    };
    const place = { conversationId: "c", reference: { tenantId: "t", teamId: "" } };
    const turn = { jobId, actor: { userId }, place };
    const github = { id: "g", ghUserId: "1", ghLogin: "mira" };
    // Only what `once` reads of a session.
    return { turn, github, person: unused, api: unused, deps: { store } } as unknown as Session;
  };
  const act = (
    outcome: GitHubOutcome<GitHubArrival> | Error,
    found?: GitHubArrival,
  ): OnceAct<GitHubArrival> => ({
    step: "comment",
    verb: "commented",
    entity: "octo/hello#7",
    send: () => {
      sent += 1;
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
    find: () => {
      looked += 1;
      return Promise.resolve(found);
    },
    refused: () => faults.ACTION_REFUSED({ label: "octo/hello#7" }),
    unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "your comment", label: "octo/hello#7" }),
    toResult: arrival.toResult,
    fromResult: arrival.fromResult,
  });
  const done = { kind: "done", value: LINK } as const;
  const unknown = { kind: "unknown" } as const;
  const died = new Error("the process died before it saw the answer");

  it("is made once, however often its turn runs", async () => {
    const first = await once(session(), act(done));
    const second = await once(session(), act(done));
    const audit = await store.read((reads) =>
      reads.events.listByEntity("github", "octo/hello#7", { limit: 10 }),
    );

    assert.deepEqual([first, second, sent, looked], [LINK, LINK, 1, 0]);
    assert.deepEqual(
      audit.map(({ verb, actorId, data }) => ({ verb, actorId, as: data["as"] })),
      [{ verb: "commented", actorId: userId, as: "mira" }],
    );
  });

  it("is looked up, not made again, after a crash", async () => {
    await assert.rejects(once(session(), act(died)), died);

    assert.deepEqual(await once(session(), act(done, LINK)), LINK);
    assert.deepEqual([sent, looked], [1, 1]);
  });

  it("is told as unknown when it can't be found, and stays so", async () => {
    await assert.rejects(once(session(), act(died)), died);

    const isUnknown = (error: unknown): boolean => isFault(error, "ACTION_OUTCOME_UNKNOWN");
    await assert.rejects(once(session(), act(done)), isUnknown);
    await assert.rejects(once(session(), act(done)), isUnknown);
    assert.equal(sent, 1);
  });

  it("is looked up when GitHub gave no answer", async () => {
    assert.deepEqual(await once(session(), act(unknown, LINK)), LINK);
    assert.deepEqual(await once(session(), act(unknown)), LINK);
    assert.deepEqual([sent, looked], [1, 1]);
  });

  it("doesn't say that nothing was changed when looking it up fails too", async () => {
    const failing = { ...act(unknown), find: () => Promise.reject(faults.GITHUB_UNREACHABLE()) };

    await assert.rejects(once(session(), failing), (error) => isFault(error, "ACTION_OUTCOME_UNKNOWN"));
  });

  it("may be made again after a refusal, a refused token included", async () => {
    const refused = { kind: "refused", refusal: "forbidden", detail: "" } as const;
    await assert.rejects(once(session(), act(refused)), (error) => isFault(error, "ACTION_REFUSED"));
    await assert.rejects(once(session(), act(faults.GITHUB_TOKEN_INVALID())), (error) =>
      isFault(error, "GITHUB_TOKEN_INVALID"),
    );

    assert.deepEqual(await once(session(), act(done)), LINK);
    assert.equal(sent, 3);
  });

  it("is another call in another turn", async () => {
    await once(session("job-1"), act(done));
    await once(session("job-2"), act(done));

    assert.equal(sent, 2);
  });

  it("is made by one of two that begin at the same time", async () => {
    await Promise.allSettled([once(session(), act(done, LINK)), once(session(), act(done, LINK))]);

    assert.equal(sent, 1);
  });
});

describe("a call that may be repeated", () => {
  it("is made a second time when nobody knows, not a third", async () => {
    let sent = 0;
    const store = await openTestStore();
    const turn = { jobId: "j", actor: { userId: "u" }, place: { reference: { tenantId: "t", teamId: "" } } };
    const session = { turn, github: { ghLogin: "mira" }, deps: { store } } as unknown as Session;
    const run = (answers: readonly GitHubOutcome<true>["kind"][]) =>
      repeatable<true>(session, {
        verb: "closed",
        entity: "octo/hello#7",
        send: () => {
          const kind = answers[sent] ?? "unknown";
          sent += 1;
          return Promise.resolve(kind === "done" ? { kind, value: true } : { kind: "unknown" });
        },
        refused: () => faults.ACTION_REFUSED({ label: "octo/hello#7" }),
        unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "that", label: "octo/hello#7" }),
      });
    try {
      assert.equal(await run(["unknown", "done"]), true);
      sent = 0;
      await assert.rejects(run([]), (error) => isFault(error, "ACTION_OUTCOME_UNKNOWN"));
      assert.equal(sent, 2);
    } finally {
      await store.cleanup();
    }
  });
});
