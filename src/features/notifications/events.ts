import type { LifecycleEventSpec, NotificationEventSpec } from "../../core/event.ts";
import { codeScanningAlertEvent } from "./github/code-scanning-alert.ts";
import { commitCommentEvent } from "./github/commit-comment.ts";
import { dependabotAlertEvent } from "./github/dependabot-alert.ts";
import { deploymentEvent } from "./github/deployment.ts";
import { deploymentReviewEvent } from "./github/deployment-review.ts";
import { deploymentStatusEvent } from "./github/deployment-status.ts";
import { discussionEvent } from "./github/discussion.ts";
import { discussionCommentEvent } from "./github/discussion-comment.ts";
import { mergeGroupEvent } from "./github/merge-group.ts";
import { createEvent, deleteEvent } from "./github/refs.ts";
import { releaseEvent } from "./github/release.ts";
import { repositoryChangeEvent } from "./github/repository.ts";
import { secretScanningAlertEvent } from "./github/secret-scanning-alert.ts";
import { workflowJobEvent } from "./github/workflow-job.ts";
import { workflowRunEvent } from "./github/workflow-run.ts";
import { pullRequestReviewThreadEvent } from "./github/pull-request-review-thread.ts";
import { checkRunEvent } from "./github/check-run.ts";
import { checkSuiteEvent } from "./github/check-suite.ts";
import type { LifecycleDeps } from "./github/lifecycle/deps.ts";
import { gitHubAppAuthorizationEvent } from "./github/lifecycle/github-app-authorization.ts";
import { installationEvent } from "./github/lifecycle/installation.ts";
import { installationRepositoriesEvent } from "./github/lifecycle/installation-repositories.ts";
import { memberEvent, membershipEvent, organizationEvent } from "./github/lifecycle/membership.ts";
import { repositoryEvent } from "./github/lifecycle/repository.ts";
import { issueCommentEvent } from "./github/issue-comment.ts";
import { issuesEvent } from "./github/issues.ts";
import { pullRequestEvent } from "./github/pull-request.ts";
import { pullRequestReviewCommentEvent } from "./github/pull-request-review-comment.ts";
import { pullRequestReviewEvent } from "./github/pull-request-review.ts";
import { pushEvent } from "./github/push.ts";

/** GitHub's events that conversations hear of. */
export const notificationEvents: readonly NotificationEventSpec[] = [
  issuesEvent,
  issueCommentEvent,
  pullRequestEvent,
  pullRequestReviewEvent,
  pullRequestReviewCommentEvent,
  pullRequestReviewThreadEvent,
  mergeGroupEvent,
  checkRunEvent,
  checkSuiteEvent,
  pushEvent,
  commitCommentEvent,
  createEvent,
  deleteEvent,
  releaseEvent,
  deploymentEvent,
  deploymentStatusEvent,
  discussionEvent,
  discussionCommentEvent,
  workflowRunEvent,
  workflowJobEvent,
  deploymentReviewEvent,
  dependabotAlertEvent,
  codeScanningAlertEvent,
  secretScanningAlertEvent,
  repositoryChangeEvent,
];

/** GitHub's events that change what we know: always kept and run. */
export const lifecycleEvents: readonly LifecycleEventSpec<LifecycleDeps>[] = [
  installationEvent,
  installationRepositoriesEvent,
  repositoryEvent,
  memberEvent,
  membershipEvent,
  organizationEvent,
  gitHubAppAuthorizationEvent,
];
