import assert from "node:assert/strict";
import type { ServiceHttp } from "../../../src/adapters/services/contract/index.ts";
import { createAddressGuard } from "../../../src/adapters/services/http/address-guard.ts";
import { createServiceHttp } from "../../../src/adapters/services/http/service-http.ts";
import { createJira } from "../../../src/adapters/services/jira/jira.ts";
import type { Store } from "../../../src/adapters/store/index.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import { commentOn, create } from "../../../src/features/services/jira-acts.ts";
import { once, type Session } from "../../../src/features/services/once.ts";
import { startFakeJira, type FakeJira } from "../../../demo/jira/index.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

describe("a call to a service that must not be repeated", () => {
  let store: TestStore;
  let fake: FakeJira;
  let http: ServiceHttp;
  let userId: string;
  beforeEach(async () => {
    store = await openTestStore();
    fake = await startFakeJira();
    const guard = createAddressGuard([{ kind: "host", name: "127.0.0.1" }]);
    http = createServiceHttp({ guard, version: "1", timeoutMs: 1_000 });
    const person = { tenantId: "t", teamsUserId: "29:1", aadObjectId: "a", displayName: "Mira" };
    userId = (await store.transaction((tx) => tx.users.ensure(person))).id;
  });
  afterEach(async () => {
    http.close();
    fake.close();
    await store.cleanup();
  });

  /** As one process works on one turn; it dies, for all the store knows, at its n-th transaction. */
  const session = (diesAt = Infinity): Session => {
    let begun = 0;
    const transaction: Store["transaction"] = (work) => {
      begun += 1;
      return begun < diesAt ? store.transaction(work) : Promise.reject(new Error("the process died"));
    };
    const reference = { tenantId: "t", teamId: "", type: "personal" };
    const turn = {
      jobId: "job-1",
      actor: { userId, person: { displayName: "Mira" } },
      place: { conversationId: "c", reference },
    };
    const deps = {
      store: { ...store, transaction },
      providers: { jira: createJira(http) },
      record: (_tx: unknown, _turn: unknown, answer: unknown) => Promise.resolve(answer),
      onEvents: () => Promise.resolve(),
    };
    const connection = { id: "c-1", provider: "jira", ownerType: "user", ownerId: userId, settings: {} };
    const account = { baseUrl: fake.url, credentials: { email: "mira@team.example", token: "good" } };
    // Only what acts read of a session.
    const read = { turn, id: "jira", service: "Jira", deps, account };
    return { ...read, connection: { ...connection, baseUrl: fake.url } } as unknown as Session;
  };
  const audit = async () =>
    (await store.read((reads) => reads.events.listByEntity("service_connection", "c-1", { limit: 10 }))).map(
      ({ verb }) => verb,
    );

  it("is not made where its intent could not be written", async () => {
    await assert.rejects(commentOn(session(1), "PROJ-1", "On it"), /the process died/);

    assert.deepEqual(fake.comments, []);
  });

  it("is looked up, not made again, after a crash between the call and its answer", async () => {
    await assert.rejects(commentOn(session(2), "PROJ-1", "On it"), /the process died/);
    assert.deepEqual(fake.comments, ["On it"]);

    await commentOn(session(), "PROJ-1", "On it");
    await commentOn(session(), "PROJ-1", "On it");

    assert.deepEqual(fake.comments, ["On it"]);
    assert.deepEqual(await audit(), ["commented"]);
  });

  it("is told as unknown where nothing can be found after the crash, and stays so", async () => {
    const issue = { project: "PROJ", type: "Bug", summary: "Cold" };
    await assert.rejects(create(session(2), issue), /the process died/);

    const isUnknown = (error: unknown): boolean => isFault(error, "SERVICE_OUTCOME_UNKNOWN");
    await assert.rejects(create(session(), issue), isUnknown);
    await assert.rejects(create(session(), issue), isUnknown);
    assert.equal(fake.asked.filter(({ method }) => method === "POST").length, 1);
    assert.deepEqual(await audit(), []);
  });

  it("may be made again after what came before it, or the service itself, said no", async () => {
    let sent = 0;
    const act = (prepare: () => Promise<void>, send: () => Promise<true>) =>
      once<true>(session(), {
        ...{ step: "s", verb: "tried", entity: "PROJ-1", what: "it", prepare },
        send: () => {
          sent += 1;
          return send();
        },
        find: () => Promise.resolve(undefined),
        toResult: () => ({}),
        fromResult: () => true,
      });
    const fine = () => Promise.resolve();
    const no = faults.SERVICE_FORBIDDEN({ service: "Jira" });

    await assert.rejects(
      act(
        () => Promise.reject(no),
        () => Promise.resolve(true),
      ),
      no,
    );
    assert.equal(sent, 0);
    await assert.rejects(
      act(fine, () => Promise.reject(no)),
      no,
    );
    assert.equal(await act(fine, () => Promise.resolve(true)), true);
    assert.equal(await act(fine, () => Promise.resolve(true)), true);
    assert.equal(sent, 2);
  });
});
