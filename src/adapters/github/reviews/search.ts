import type { ReviewSearch } from "../contract/review-queue.ts";

/**
 * The search in GitHub's words. Labels are quoted, so that none can add a word of its own; names of people, teams and
 * repositories must be such names already. Source: docs.github.com "Searching issues and pull requests".
 */
export function toSearch(search: ReviewSearch): string {
  const { scope, labels, notLabels, reviewer, createdBefore, updatedBefore } = search;
  const where = scope.kind === "repository" ? `repo:${scope.fullName}` : `user:${scope.login}`;
  return [
    "is:pr is:open archived:false",
    where,
    ...(search.drafts ? [] : ["draft:false"]),
    ...(search.approved ? [] : ["-review:approved"]),
    ...(search.changes ? [] : ["-review:changes_requested"]),
    ...(labels.length === 0 ? [] : [`label:${labels.map(quote).join(",")}`]),
    ...notLabels.map((label) => `-label:${quote(label)}`),
    ...(reviewer === "" ? [] : [toReviewer(reviewer)]),
    ...(createdBefore === undefined ? [] : [`created:<=${toSeconds(createdBefore)}`]),
    ...(updatedBefore === undefined ? [] : [`updated:<=${toSeconds(updatedBefore)}`]),
    "sort:created-asc",
  ].join(" ");
}

/** A person is also asked through a team. */
function toReviewer(reviewer: string): string {
  return `${reviewer.includes("/") ? "team-review-requested" : "review-requested"}:${reviewer}`;
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "")}"`;
}

function toSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}
