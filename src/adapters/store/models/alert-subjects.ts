import { flag, id, key, optionalTime, reference, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** Issues and pull requests that a person was told of or whose checks are theirs: what is awaited of GitHub besides subscriptions. */
export const alertSubjects = defineTable(
  "alert_subjects",
  {
    id: id(),
    userId: reference(),
    subjectKey: key(300),
    repositoryId: key(20),
    /** The head of the person's own open pull request; `''` for what isn't one. */
    headSha: key(64),
    headAt: optionalTime(),
    /** Something about it waits for the end of their quiet hours. */
    held: flag(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["userId", "subjectKey"]],
    indexes: [["subjectKey"], ["repositoryId", "headSha"], ["userId", "held"], ["updatedAt"]],
  },
);
