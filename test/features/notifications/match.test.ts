import assert from "node:assert/strict";
import type { MatchedSubscription } from "../../../src/adapters/store/contract/index.ts";
import { hear, listToCheck, toAudiences } from "../../../src/features/notifications/match.ts";
import { happeningOf } from "./happenings.ts";

const PUBLIC = { id: "3001", fullName: "octo/hello", ownerId: "7", isPrivate: false };
const PRIVATE = { ...PUBLIC, isPrivate: true };

function matched(change: Partial<MatchedSubscription> = {}): MatchedSubscription {
  return {
    id: "s",
    clientAppId: "app",
    tenantId: "t",
    channelId: "channel",
    teamId: "team",
    chatOpsUsersId: "mona",
    chatOpsInstallationsId: "i",
    ghArtifactId: "3001",
    ghArtifactName: "octo/hello",
    ghArtifactType: "Repo",
    settings: { features: ["issues"] },
    state: "active",
    stateReason: "",
    conversationId: "a",
    conversation: { type: "channel", threads: true, settings: {} },
    creator: { ghUserId: "1", ghLogin: "mona", state: "connected", since: new Date(0) },
    ...change,
  };
}

const OWNERS = { ghArtifactType: "Account", ghArtifactId: "7" } as const;
const expired = { ghUserId: "1", ghLogin: "mona", state: "expired", since: new Date(0) } as const;
const revoked = { ghUserId: "1", ghLogin: "mona", state: "revoked", since: new Date(0) } as const;

describe("matching subscriptions", () => {
  it("unites the features of one conversation and leaves others apart", () => {
    const audiences = toAudiences(
      [
        matched({ conversationId: "b", settings: { features: ["pulls"] } }),
        matched(),
        matched({ ...OWNERS, settings: { features: ["issues", "comments", "of a later version"] } }),
      ],
      PUBLIC,
      new Set(),
    );

    assert.deepEqual(
      audiences.map((audience) => [
        audience.conversationId,
        ...hear(audience, happeningOf("issues.opened"), false).features,
      ]),
      [
        ["a", "issues", "comments"],
        ["b", "pulls"],
      ],
    );
  });

  it("asks about every live subscription's creator, and only for private repositories", () => {
    const all = [
      matched({ ...OWNERS, id: "owner's" }),
      matched({ id: "repository's" }),
      matched({ id: "revoked", creator: revoked }),
      matched({ id: "expired", creator: expired }),
    ];

    assert.deepEqual(listToCheck(all, PUBLIC), []);
    assert.deepEqual(
      listToCheck(all, PRIVATE).map(({ id }) => id),
      ["owner's", "repository's", "expired"],
    );
  });

  for (const { what, change, repository, entitled, told } of [
    { what: "a public repository", change: OWNERS, repository: PUBLIC, entitled: [], told: true },
    {
      what: "a private one, to its own subscriber who can't read it any more",
      change: {},
      repository: PRIVATE,
      entitled: [],
      told: false,
    },
    {
      what: "a private one, to a reader",
      change: OWNERS,
      repository: PRIVATE,
      entitled: ["s"],
      told: true,
    },
    {
      what: "a private one, to who can't read it",
      change: OWNERS,
      repository: PRIVATE,
      entitled: ["another"],
      told: false,
    },
    {
      what: "a private one, through an expired sign-in that stands for nothing",
      change: { ...OWNERS, creator: expired },
      repository: PRIVATE,
      entitled: [],
      told: false,
    },
    {
      what: "anything, after revoking",
      change: { creator: revoked },
      repository: PUBLIC,
      entitled: [],
      told: false,
    },
    {
      what: "anything, to nowhere",
      change: { conversationId: "" },
      repository: PUBLIC,
      entitled: [],
      told: false,
    },
  ]) {
    it(`${told ? "tells of" : "does not tell of"} ${what}`, () => {
      assert.equal(toAudiences([matched(change)], repository, new Set(entitled)).length, told ? 1 : 0);
    });
  }
});
