import { fault, faultWith } from "../fault.ts";

// `label` names what the person named (`octo/hello#7`), escaped by the thrower.
const subject = { label: "octo/hello#7" };
const repository = { name: "octo/hello" };

export const collaborationFaults = {
  REFERENCE_MALFORMED: faultWith(
    "input",
    (a: { given: string; example: string }) =>
      `I can't tell what "${a.given}" is. Say it like \`${a.example}\`, or paste the link to it.`,
    { given: "octo#hello", example: "octo/hello#7" },
  ),
  REFERENCE_WITHOUT_REPOSITORY: faultWith(
    "input",
    (a: { given: string }) =>
      `Which repository is ${a.given} in? Say it like \`octo/hello#7\`, or answer in the thread of its card.`,
    { given: "#7" },
  ),
  REFERENCE_WITHOUT_CARD: fault(
    "input",
    "`this` works in the thread of an issue's or pull request's card only. Say it like `octo/hello#7`.",
  ),
  REFERENCE_NOT_REPOSITORY: faultWith(
    "input",
    (a: { given: string }) => `"${a.given}" names an owner, not a repository. Say it like \`octo/hello\`.`,
    { given: "octo" },
  ),
  SUBJECT_UNREACHABLE: faultWith(
    "missing",
    (a: { label: string }) =>
      `I can't find ${a.label} on GitHub, or your GitHub account can't reach it. Check the name; the form is \`octo/hello#7\`.`,
    subject,
  ),
  PULL_MISSING: faultWith(
    "missing",
    (a: { label: string }) =>
      `I can't find a pull request ${a.label} on GitHub, or your GitHub account can't reach it. For an issue say \`issue\` instead of \`pr\`.`,
    subject,
  ),
  TEXT_MISSING: faultWith(
    "input",
    (a: { example: string }) => `Tell me what to write as well. For example: \`${a.example}\`.`,
    { example: "issue comment octo/hello#7 On it" },
  ),
  TITLE_TOO_LONG: fault(
    "input",
    "GitHub takes titles of 256 characters at most. Say it shorter; the rest goes into a comment.",
  ),
  LABELS_MALFORMED: faultWith(
    "input",
    (a: { given: string }) =>
      a.given === ""
        ? 'Tell me which labels: `+name` adds one, `-name` removes one. For example: `issue label octo/hello#7 +bug -"good first issue"`.'
        : `"${a.given}" is not a label to add (\`+name\`) or remove (\`-name\`). For example: \`issue label octo/hello#7 +bug -"good first issue"\`.`,
    { given: "bug" },
  ),
  ASSIGNEES_MALFORMED: fault(
    "input",
    "Tell me the GitHub logins to assign, or with `-` to take off, at most ten. For example: `issue assign octo/hello#7 mona -jon`.",
  ),
  ASSIGNEES_REFUSED: faultWith(
    "conflict",
    (a: { logins: string; label: string }) =>
      `GitHub can't assign ${a.logins} to ${a.label}. Check the login; only people with access to the repository can be assigned.`,
    { logins: "mona", ...subject },
  ),
  MERGE_METHOD_UNKNOWN: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no way to merge. Say \`squash\`, \`rebase\` or \`merge\`, or leave it out.`,
    { given: "squah" },
  ),
  WORKFLOW_MALFORMED: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is not what I expect there. For example: \`workflow run octo/hello deploy.yml main stage=test\`.`,
    { given: "de/ploy" },
  ),
  RERUN_MALFORMED: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is not what I expect there. Say \`workflow rerun octo/hello#8123456789\`, with \`failed\` behind it for the failed jobs only.`,
    { given: "everything" },
  ),
  ACTION_FORBIDDEN: faultWith(
    "forbidden",
    (a: { name: string }) =>
      `GitHub doesn't let you do that in ${a.name}: your account or this GitHub App lacks the permission. Ask somebody who manages the repository.`,
    repository,
  ),
  ACTION_NEEDS_INSTALLATION: faultWith(
    "forbidden",
    (a: { name: string }) =>
      `Our GitHub App isn't installed on ${a.name}, so I can't act there. Say \`subscribe ${a.name}\` to see how it is installed.`,
    repository,
  ),
  ACTION_OUTCOME_UNKNOWN: faultWith(
    "unavailable",
    (a: { what: string; label: string }) =>
      `GitHub didn't answer, and I don't know whether ${a.what} arrived. Check ${a.label} before you repeat it.`,
    { what: "your comment", ...subject },
  ),
  ACTION_TWICE: fault(
    "conflict",
    "You have just sent the same there, so it isn't sent twice. If you mean it twice, say it again in half a minute.",
  ),
  ACTION_REFUSED: faultWith(
    "conflict",
    (a: { label: string }) =>
      `GitHub refuses that for ${a.label} as it is now. Open it on GitHub to see what stands in the way.`,
    subject,
  ),
  REPOSITORY_ARCHIVED: faultWith(
    "conflict",
    (a: { name: string }) =>
      `${a.name} is archived, so nothing in it can change. Ask an owner to unarchive it first.`,
    repository,
  ),
  ISSUES_DISABLED: faultWith(
    "conflict",
    (a: { name: string }) =>
      `Issues are turned off in ${a.name}. Ask whoever manages the repository to turn them on in its settings.`,
    repository,
  ),
  CONVERSATION_LOCKED: faultWith(
    "conflict",
    (a: { label: string }) =>
      `The conversation of ${a.label} is locked. Ask somebody who manages the repository to unlock it.`,
    subject,
  ),
  REVIEW_OWN_PULL: faultWith(
    "conflict",
    (a: { label: string }) =>
      `${a.label} is your own pull request, and GitHub lets nobody review their own. Ask somebody else.`,
    subject,
  ),
  REVIEW_MOVED: faultWith(
    "conflict",
    (a: { label: string; shown: string; head: string }) =>
      `${a.label} was at ${a.shown} on this card and is at ${a.head} now, so nothing was approved. Look at the new commits, then say \`pr approve\` with it.`,
    { ...subject, shown: "6113728", head: "a10867b" },
  ),
  PULL_MERGED: faultWith(
    "conflict",
    (a: { label: string }) => `${a.label} is merged already. Open it to see by whom.`,
    subject,
  ),
  PULL_CLOSED: faultWith(
    "conflict",
    (a: { label: string }) => `${a.label} is closed. Say \`issue reopen\` with it first.`,
    subject,
  ),
  PULL_DRAFT: faultWith(
    "conflict",
    (a: { label: string }) =>
      `${a.label} is still a draft. Mark it ready for review on GitHub, then say it again.`,
    subject,
  ),
  PULL_CONFLICTS: faultWith(
    "conflict",
    (a: { label: string }) =>
      `${a.label} has conflicts with its base branch. Resolve them on GitHub or in a clone, then say it again.`,
    subject,
  ),
  PULL_BLOCKED: faultWith(
    "conflict",
    (a: { label: string }) =>
      `GitHub doesn't merge ${a.label} yet: a check or a review that the branch requires is missing, or this way of merging is off. Its page says which.`,
    subject,
  ),
  PULL_HEAD_MOVED: faultWith(
    "conflict",
    (a: { label: string }) =>
      `${a.label} got new commits after you looked at it, so I did nothing. Look at them, then say it again.`,
    subject,
  ),
  RUN_UNDERWAY: faultWith(
    "conflict",
    (a: { label: string }) => `${a.label} is still under way. Wait for its end, or cancel it first.`,
    { label: "octo/hello run 42" },
  ),
  RUN_ENDED: faultWith(
    "conflict",
    (a: { label: string }) =>
      `${a.label} has ended already; there is nothing to cancel. Look at it on GitHub.`,
    { label: "octo/hello run 42" },
  ),
  WORKFLOW_REFUSED: faultWith(
    "conflict",
    (a: { workflow: string; detail: string }) =>
      a.detail === ""
        ? `GitHub doesn't start ${a.workflow}: it needs a \`workflow_dispatch\` trigger on that branch, and its inputs must be as it declares them. Check the workflow's file.`
        : `GitHub doesn't start ${a.workflow}. It says: “${a.detail}”. Check the branch, and the inputs in the workflow's file.`,
    { workflow: "deploy.yml", detail: 'Unexpected inputs provided: ["stagee"]' },
  ),
  WORKFLOW_UNKNOWN: faultWith(
    "missing",
    (a: { given: string; name: string; candidates: string }) =>
      a.candidates === ""
        ? `${a.name} has no workflows that your GitHub account can see. Check the repository's name.`
        : `${a.name} has no workflow "${a.given}". Say it by its name or file: ${a.candidates}.`,
    { given: "relase", name: "octo/hello", candidates: "Release (release.yml)" },
  ),
  WORKFLOW_AMBIGUOUS: faultWith(
    "input",
    (a: { given: string; name: string; candidates: string }) =>
      `Several workflows of ${a.name} are called "${a.given}". Say the file of the one you mean: ${a.candidates}.`,
    { given: "Release", name: "octo/hello", candidates: "release.yml, release-beta.yml" },
  ),
  REVIEW_NOTHING_WAITS: faultWith(
    "conflict",
    (a: { label: string }) =>
      `Nothing of ${a.label} waits for an approval now. Look at it on GitHub to see how it stands.`,
    { label: "octo/hello run 42" },
  ),
  REVIEW_DECIDED: faultWith(
    "conflict",
    (a: { label: string; environments: string; verdict: string; by: string }) =>
      `${a.environments} of ${a.label} was ${a.verdict} already, by ${a.by}. Look at the run on GitHub to see how it goes on.`,
    { label: "octo/hello run 42", environments: "production", verdict: "approved", by: "mona" },
  ),
  REVIEW_RUN_ENDED: faultWith(
    "conflict",
    (a: { label: string }) =>
      `${a.label} has ended, so nothing of it waits for an approval any more. Re-run it if it is still wanted.`,
    { label: "octo/hello run 42" },
  ),
  REVIEW_NOT_YOURS: faultWith(
    "forbidden",
    (a: { label: string; environments: string; reviewers: string }) =>
      `GitHub doesn't let you decide about ${a.environments} of ${a.label}. ${a.reviewers === "" ? "Ask somebody who manages the repository." : `Ask one of its reviewers: ${a.reviewers}.`}`,
    { label: "octo/hello run 42", environments: "production", reviewers: "mona, release-team" },
  ),
};
