import assert from "node:assert/strict";
import type {
  GitHubPull,
  GitHubRefusal,
  GitHubRepository,
} from "../../../src/adapters/github/contract/index.ts";
import type { Session } from "../../../src/features/collaboration/deps.ts";
import { explainMergeRefusal, explainRefusal } from "../../../src/features/collaboration/refusals.ts";
import type { Subject } from "../../../src/features/collaboration/subject.ts";

const repository: GitHubRepository = {
  id: "3",
  fullName: "octo/hello",
  ownerId: "1",
  ownerLogin: "octo",
  isPrivate: true,
  htmlUrl: "https://github.com/octo/hello",
  defaultBranch: "main",
};
const subject: Subject = {
  path: { owner: "octo", name: "hello" },
  repository,
  number: "7",
  name: "octo/hello#7",
};

interface World {
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly installed?: boolean;
  readonly pull?: Partial<GitHubPull>;
}

function sessionIn({ archived = false, locked = false, installed = true, pull }: World): Session {
  const api = {
    findLimits: () => Promise.resolve({ isArchived: archived, hasIssues: true, mergeMethods: [] }),
    findIssue: () => Promise.resolve({ isLocked: locked }),
    findPull: () => Promise.resolve(pull),
  };
  const app = { findRepositoryInstallation: () => Promise.resolve(installed ? {} : undefined) };
  // Only what refusals are explained with.
  return { api, deps: { app } } as unknown as Session;
}

describe("a refusal of GitHub's", () => {
  const general: readonly (readonly [GitHubRefusal, World, code: string])[] = [
    ["missing", {}, "SUBJECT_UNREACHABLE"],
    ["gone", {}, "ISSUES_DISABLED"],
    ["forbidden", {}, "ACTION_FORBIDDEN"],
    ["forbidden", { archived: true, locked: true, installed: false }, "REPOSITORY_ARCHIVED"],
    ["forbidden", { installed: false, locked: true }, "ACTION_NEEDS_INSTALLATION"],
    ["forbidden", { locked: true }, "CONVERSATION_LOCKED"],
    ["invalid", {}, "ACTION_REFUSED"],
    ["conflict", {}, "ACTION_REFUSED"],
    ["not-allowed", {}, "ACTION_REFUSED"],
  ];
  for (const [refusal, world, code] of general) {
    it(`${refusal} with ${JSON.stringify(world)} is ${code}`, async () => {
      assert.equal((await explainRefusal(refusal, subject, sessionIn(world))).code, code);
    });
  }

  const merges: readonly (readonly [GitHubRefusal, Partial<GitHubPull> | undefined, code: string])[] = [
    ["conflict", {}, "PULL_HEAD_MOVED"],
    ["not-allowed", { isMerged: true, state: "closed" }, "PULL_MERGED"],
    ["not-allowed", { state: "closed" }, "PULL_CLOSED"],
    ["not-allowed", { isDraft: true }, "PULL_DRAFT"],
    ["not-allowed", { isMergeable: false }, "PULL_CONFLICTS"],
    ["not-allowed", { isMergeable: true }, "PULL_BLOCKED"],
    ["invalid", { isMergeable: undefined }, "PULL_BLOCKED"],
    ["not-allowed", undefined, "PULL_MISSING"],
    ["forbidden", {}, "ACTION_FORBIDDEN"],
    ["missing", {}, "SUBJECT_UNREACHABLE"],
  ];
  for (const [refusal, pull, code] of merges) {
    it(`${refusal} to merge ${JSON.stringify(pull ?? "nothing")} is ${code}`, async () => {
      const session = sessionIn(pull === undefined ? {} : { pull });

      assert.equal((await explainMergeRefusal(refusal, subject, session)).code, code);
    });
  }
});
