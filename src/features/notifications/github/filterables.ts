import type { Filterables } from "../../../core/happening.ts";
import type { Issue, Pull } from "./schemas.ts";

/** What filters ask about anything that happens to an issue or a pull request. */
export function subjectFilterables(
  subject: Pick<Issue, "labels" | "user" | "pull_request"> | Pull,
): Filterables {
  const pull = toPull(subject);
  return {
    labels: subject.labels.map((label) => label.name),
    author: subject.user.login,
    ...(pull === undefined ? {} : { pull }),
  };
}

/** An issue's payload says that it is a pull request, but not between which branches. */
function toPull(subject: Pick<Issue, "pull_request"> | Pull): Filterables["pull"] {
  if ("head" in subject) return { base: subject.base.ref, head: subject.head.ref };
  return subject.pull_request === undefined ? undefined : {};
}
