import assert from "node:assert/strict";
import { faults } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import type { JobRun } from "../../../src/core/job.ts";
import { createCopyCards, postCopies, type CopyCards } from "../../../src/features/mirrors/copy-cards.ts";
import { copiesCard, Copies, toQueued } from "../../../src/features/mirrors/copies.ts";
import type { MirrorRequest } from "../../../src/features/mirrors/deps.ts";
import { mirrorJob } from "../../../src/features/mirrors/job.ts";
import { aConversation } from "../../adapters/store/suite/fixture.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { templateCards } from "../../support/template-cards.ts";
import { until } from "../../support/until.ts";

const [HELLO, API] = ["https://github.com/octo/hello", "https://github.com/octo/api"] as const;

describe("the card that shows how copies get on", () => {
  let store: TestStore;
  let time: ManualTime;
  let copyCards: CopyCards;
  let place: { readonly conversationId: string; readonly subjectKey: string };
  beforeEach(async () => {
    store = await openTestStore();
    time = new ManualTime();
    const deps = { store, cards: templateCards, notifyMailbox: () => undefined };
    copyCards = createCopyCards({ ...deps, clock: time, log: silentLog });
    await store.transaction(async (tx) => {
      const { id: conversationId } = await tx.conversations.ensure(aConversation());
      place = { conversationId, subjectKey: "copies:turn" };
      const copies = [toQueued(HELLO, "octo/hello"), toQueued(API, "octo/api")];
      await postCopies(tx, place, { title: "Tracked", notes: [], copies }, deps);
    });
  });
  afterEach(() => store.cleanup());

  const states = async (): Promise<readonly string[]> => {
    const card = await store.read((reads) => reads.cards.find(place.conversationId, place.subjectKey));
    const { data } = copiesCard(Copies.parse(card?.facts));
    return (data["copies"] as readonly { readonly state: string; readonly note: string }[]).map(
      ({ state, note }) => (note === "" ? state : `${state}: ${note}`),
    );
  };
  const updates = async (): Promise<number> => {
    const rows = await store.read((reads) => reads.outbox.listDue(place.conversationId, new Date(), 100));
    return rows.filter(({ kind }) => kind === "update").length;
  };
  const receiving = (percent: number) => ({ phase: "Receiving objects", percent, bytes: 12_000_000 });
  const run = (
    ensure: (request: MirrorRequest) => Promise<number>,
    signal = new AbortController().signal,
  ) => {
    const payload = { url: HELLO, ownerType: "user", ownerId: "ann", reason: "tracked", card: { ...place } };
    const job: JobRun = { id: "j", targetId: "ann", payload, attempt: 1, holder: "me", signal };
    const deps = {
      mirror: {
        copyCards,
        listAccess: () =>
          Promise.resolve([{ url: HELLO, credential: { kind: "none" } as const, way: "open" as const }]),
        mirrors: {
          isKept: () => Promise.resolve(true),
          ensure: async (request: MirrorRequest) => ({
            path: "/",
            repositoryId: HELLO,
            bytes: await ensure(request),
          }),
        },
      },
    };
    return {
      work: () => mirrorJob().run(job, deps),
      die: (error: unknown) => mirrorJob().onDead?.(job, error, deps),
    };
  };

  it("changes at most once in three seconds, and ends with the end", async () => {
    const { work } = run(async ({ onProgress }) => {
      for (const percent of [1, 2, 3]) onProgress?.(receiving(percent));
      await until(async () => (await updates()) === 1);
      assert.deepEqual(await states(), ["🔵 Receiving 1 % · 12 MB", "⚪ Waits to be copied"]);
      await time.advance(3_000);
      for (const percent of [42, 43]) onProgress?.(receiving(percent));
      await until(async () => (await updates()) === 2);
      assert.match((await states())[0] ?? "", /42 %/);
      return 12_345_678;
    });
    await work();

    assert.deepEqual(await states(), ["🟢 Copied · 12 MB", "⚪ Waits to be copied"]);
    assert.equal(await updates(), 3);
  });

  it("is never put back by what was said late", async () => {
    const { work } = run(async ({ onProgress }) => {
      onProgress?.(receiving(99));
      return Promise.resolve(5);
    });
    await work();

    assert.equal((await states())[0], "🟢 Copied · 5 bytes");
  });

  it("ends so when another process made the copy meanwhile", async () => {
    await run(() => Promise.resolve(2_000)).work();

    assert.equal((await states())[0], "🟢 Copied · 2 KB");
  });

  it("says why there is none, and whether it is tried again", async () => {
    const away = faults.GIT_HOST_UNREACHABLE({ host: "github.com" });
    const { work, die } = run(() => Promise.reject(away));
    await assert.rejects(work(), away);
    assert.match((await states())[0] ?? "", /🟡 Is tried again: github\.com doesn't answer/);
    await die(away);
    assert.match((await states())[0] ?? "", /🔴 Not copied: github\.com doesn't answer/);
    await run(() =>
      Promise.reject(faults.GIT_REPOSITORY_UNREACHABLE({ repository: "github.com/octo/hello" })),
    ).work();
    assert.match(
      (await states())[0] ?? "",
      /🔴 Not copied: The host of github\.com\/octo\/hello doesn't let me/,
    );
    await assert.rejects(run(() => Promise.reject(new Error("a bug"))).work(), /a bug/);
    assert.match((await states())[0] ?? "", /🟡 Is tried again: Something broke on our side\./);
  });

  it("stays as it is when the process is told to stop", async () => {
    const controller = new AbortController();
    const { work } = run(() => {
      controller.abort(new Error("stop"));
      return Promise.reject(new Error("stop"));
    }, controller.signal);
    await assert.rejects(work(), /stop/);

    assert.deepEqual(await states(), ["⚪ Waits to be copied", "⚪ Waits to be copied"]);
  });

  it("keeps the lines of copies that end at the same moment", async () => {
    const ends = [HELLO, API].map((url) =>
      copyCards.follow(place, url).end({ state: "ready", bytes: 1_500_000 }),
    );
    await Promise.all(ends);

    assert.deepEqual(await states(), ["🟢 Copied · 1.5 MB", "🟢 Copied · 1.5 MB"]);
  });

  it("sums up what it has no room for", () => {
    const copies = Array.from({ length: 20 }, (_none, n) => ({
      ...toQueued(`https://github.com/octo/r${String(n)}`, `octo/r${String(n)}`),
      ...(n > 14 && { state: "ready" as const }),
    }));
    const { data, summary } = copiesCard({ title: "t", notes: [], copies });

    assert.equal(data["more"], "and 8 more, 5 of them done");
    assert.equal(summary, "Copying 20 repositories: 5 of 20 done");
  });
});
