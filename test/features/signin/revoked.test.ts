import assert from "node:assert/strict";
import { faults, isFault } from "../../../src/core/errors.ts";
import { onAuthorizationRevoked } from "../../../src/features/signin/sign-out.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { CLIENT_APP, connect } from "./connected.ts";

describe("GitHub's word that an authorization was revoked", () => {
  let store: TestStore;
  let mira: string;
  let jon: string;
  let told: string[];

  beforeEach(async () => {
    store = await openTestStore();
    mira = await connect(store, { accessToken: "a" });
    jon = await connect(store, { accessToken: "b" }, { name: "jon", ghUserId: "8" });
    told = [];
  });
  afterEach(() => store.cleanup());

  const state = async (id: string) => (await store.read((reads) => reads.githubUsers.find(id)))?.state;
  const hear = (isAccepted: (id: string) => Promise<boolean>) =>
    onAuthorizationRevoked("7", {
      store,
      clientAppId: CLIENT_APP,
      isAccepted,
      onDisconnected: async (_tx, who, reason) => {
        told.push(`${who.ghLogin} ${reason}`);
      },
    });

  it("ends that person's connections, with their tokens, and nobody else's", async () => {
    await hear(async () => false);

    assert.equal(await state(mira), "revoked");
    assert.equal(await store.read((reads) => reads.githubUsers.findTokens(mira)), undefined);
    assert.equal(await state(jon), "connected");
    assert.deepEqual(told, ["mira revoked the authorization on GitHub"]);
  });

  it("does nothing the second time", async () => {
    await hear(async () => false);
    await hear(async () => false);

    assert.equal(told.length, 1);
  });

  it("leaves somebody alone who has signed in anew since", async () => {
    await hear(async () => true);

    assert.equal(await state(mira), "connected");
    assert.deepEqual(told, []);
  });

  it("comes again when GitHub can't be asked", async () => {
    await assert.rejects(
      hear(() => Promise.reject(faults.GITHUB_UNREACHABLE())),
      (error) => isFault(error) && error.retryable,
    );

    assert.equal(await state(mira), "connected");
  });
});
