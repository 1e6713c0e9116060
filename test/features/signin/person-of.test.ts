import assert from "node:assert/strict";
import { faults, isFault } from "../../../src/core/errors.ts";
import { asConnected } from "../../../src/features/signin/person-of.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { connect, githubPerson } from "./connected.ts";

describe("doing something as a connected person", () => {
  let store: TestStore;
  let id: string;
  let good: ReadonlySet<string>;
  let used: string[];
  let told: string[];

  beforeEach(async () => {
    store = await openTestStore();
    id = await connect(store, { accessToken: "old" });
    good = new Set(["old"]);
    used = [];
    told = [];
  });
  afterEach(() => store.cleanup());

  const onExpired = async (_tx: unknown, who: { readonly id: string }) => void told.push(who.id);
  const state = async () => (await store.read((reads) => reads.githubUsers.find(id)))?.state;
  const current = async () =>
    (await store.read((reads) => reads.githubUsers.findTokens(id)))?.accessToken ?? "";
  const login = () =>
    asConnected(id, async (github) => (await github.getSelf()).login, {
      store,
      onExpired,
      tokens: { accessToken: current },
      asPerson: (token) => {
        used.push(token);
        return githubPerson(
          good.has(token) ? {} : { getSelf: () => Promise.reject(faults.GITHUB_TOKEN_INVALID()) },
        );
      },
    });

  it("is done with their token", async () => {
    assert.equal(await login(), "mira");
    assert.deepEqual(used, ["old"]);
  });

  it("ends the connection when GitHub refuses the token that is still theirs", async () => {
    good = new Set();

    await assert.rejects(login(), (error) => isFault(error, "SIGN_IN_AGAIN"));

    assert.equal(await state(), "expired");
    assert.deepEqual(used, ["old"]);
    assert.deepEqual(told, [id]);
  });

  it("ends the connection once, and tells of it once, however many find out", async () => {
    good = new Set();

    await Promise.allSettled([login(), login(), login()]);

    assert.deepEqual(told, [id]);
  });

  it("stays connected when those who depend on it could not be told", async () => {
    good = new Set();
    const failing = () => Promise.reject(new Error("no outbox"));

    await assert.rejects(
      asConnected(id, () => Promise.reject(faults.GITHUB_TOKEN_INVALID()), {
        store,
        onExpired: failing,
        tokens: { accessToken: current },
        asPerson: () => githubPerson(),
      }),
      /no outbox/,
    );

    assert.equal(await state(), "connected");
  });

  it("is done again with the token that was refreshed meanwhile, and ends nothing", async () => {
    good = new Set(["new"]);
    const refreshed = asConnected(
      id,
      async (github) => {
        const { login: name } = await github.getSelf().catch(async (error: unknown) => {
          await store.transaction((tx) => tx.githubUsers.saveTokens(id, { accessToken: "new" }));
          throw error;
        });
        return name;
      },
      {
        store,
        onExpired,
        tokens: { accessToken: current },
        asPerson: (token) =>
          githubPerson(
            good.has(token) ? {} : { getSelf: () => Promise.reject(faults.GITHUB_TOKEN_INVALID()) },
          ),
      },
    );

    assert.equal(await refreshed, "mira");
    assert.equal(await state(), "connected");
  });

  it("leaves a connection alone that was ended meanwhile", async () => {
    good = new Set();
    const tokens = { accessToken: async () => "old" };
    await store.transaction((tx) => tx.githubUsers.setState(id, "revoked"));

    const refused = asConnected(id, () => Promise.reject(faults.GITHUB_TOKEN_INVALID()), {
      store,
      onExpired,
      tokens,
      asPerson: () => githubPerson(),
    });

    await assert.rejects(refused, (error) => isFault(error, "SIGN_IN_AGAIN"));
    assert.equal(await state(), "revoked");
  });

  it("passes every other failure on, and ends nothing", async () => {
    const failing = asConnected(id, () => Promise.reject(faults.GITHUB_UNREACHABLE()), {
      store,
      onExpired,
      tokens: { accessToken: current },
      asPerson: () => githubPerson(),
    });

    await assert.rejects(failing, (error) => isFault(error, "GITHUB_UNREACHABLE"));
    assert.equal(await state(), "connected");
  });
});
