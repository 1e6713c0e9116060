import assert from "node:assert/strict";
import type { ProviderId, ServiceProvider } from "../../../src/adapters/services/contract/index.ts";
import { faults } from "../../../src/core/errors.ts";
import { addMilliseconds, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { JobDelay } from "../../../src/core/job.ts";
import { createLookUp } from "../../../src/features/items/look-up.ts";
import { LOOK_JOB, lookJob, type LookJobDeps } from "../../../src/features/items/look-job.ts";
import { aConnection } from "../../adapters/store/suite/services.ts";
import { aConversation } from "../../adapters/store/suite/fixture.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const START = new Date("2026-11-21T09:00:00.000Z");
const CARD = { subjectKey: "pull:1#7", facts: {}, renderedHash: "x", rootState: "posted" } as const;

describe("the job that looks items up", () => {
  let store: TestStore;
  let conversationId: string;
  let now: Date;
  let written: number;
  let failure: Error | undefined;
  beforeEach(async () => {
    store = await openTestStore();
    now = START;
    written = 0;
    failure = faults.SERVICE_UNREACHABLE({ service: "Jira" });
    await store.transaction(async (tx) => {
      const person = { tenantId: "tenant-1", teamsUserId: "29:1", aadObjectId: "a", displayName: "Mira" };
      const owner = await tx.users.ensure(person);
      const team = await tx.teams.create({ tenantId: "tenant-1", name: "Kitchen", ownerId: owner.id });
      const conversation = await tx.conversations.ensure(aConversation());
      conversationId = conversation.id;
      await tx.conversations.linkTeam(conversationId, "", team?.id ?? "");
      await tx.serviceConnections.save(aConnection(team?.id ?? "", { ownerType: "team" }));
      await tx.cards.create({ ...CARD, conversationId });
    });
  });
  afterEach(() => store.cleanup());

  const run = (): Promise<void> => {
    const jira = {
      lookup: () => (failure === undefined ? Promise.resolve(undefined) : Promise.reject(failure)),
    };
    const providers = { jira } as unknown as Readonly<Record<ProviderId, ServiceProvider>>;
    const clock = { now: () => now };
    const unused = () => Promise.reject(new Error("not used here"));
    const deps: LookJobDeps = {
      lookUpItem: createLookUp({ providers, clock }),
      items: {
        ...{ store, providers, clock, clientAppId: "app", findStanding: unused },
        findAccount: () => Promise.resolve({ baseUrl: "https://jira.example.test", credentials: {} }),
        findNames: () => ({ title: "PROJ-1", branch: "main", at: START.toISOString() }),
        addFacts: () => {
          written += 1;
          return Promise.resolve(true);
        },
      },
    };
    const payload = {
      ...{ subjectKey: CARD.subjectKey, conversationIds: [conversationId, "gone"] },
      ...{ freshness: "recent", since: START.toISOString() },
    };
    const { signal } = new AbortController();
    return lookJob.run({ id: "j", targetId: "", payload, attempt: 1, signal, holder: "h" }, deps);
  };

  it("comes back to a service that is away, for some hours, and writes the key meanwhile", async () => {
    await assert.rejects(run(), (error) => error instanceof JobDelay && +error.runAfter === +START + MINUTE);
    now = addMilliseconds(START, 2 * HOUR);
    await assert.rejects(run(), (error) => error instanceof JobDelay && +error.runAfter === +now + HOUR);
    now = addMilliseconds(START, 7 * HOUR);
    await run();

    assert.equal(written, 3);
    assert.equal(lookJob.kind, LOOK_JOB);
  });

  it("leaves one alone that refuses, which time doesn't mend", async () => {
    failure = faults.SERVICE_CREDENTIALS_REFUSED({ service: "Jira" });
    await run();

    assert.equal(written, 1);
  });
});
