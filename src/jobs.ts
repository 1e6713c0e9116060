import type { Bot } from "./bot/bot.ts";
import { turnJob } from "./bot/turn-job.ts";
import type { ActionDeps } from "./actions.ts";
import type { CommandDeps } from "./commands.ts";
import type { JobSpec } from "./core/job.ts";
import type { PasswordResetDeps } from "./features/accounts/reset-deps.ts";
import { passwordResetJob } from "./features/accounts/reset-job.ts";
import { passwordResetMailJob } from "./features/accounts/reset-mail-job.ts";
import type { DirectoryJobDeps } from "./features/directory/deps.ts";
import { directoryJob } from "./features/directory/job.ts";
import type { CloudDeps } from "./features/clouds/deps.ts";
import { verifyCloudJob } from "./features/clouds/verify-job.ts";
import { alertJob, type AlertJobDeps } from "./features/alerts/alert-job.ts";
import { digestJob, type DigestDeps } from "./features/alerts/digest-job.ts";
import { lookJob, type LookJobDeps } from "./features/items/look-job.ts";
import { toldJob } from "./features/items/told.ts";
import { firstPairJob, type FirstPairDeps } from "./features/keypairs/first-pair-job.ts";
import { mirrorJob, type MirrorJobDeps } from "./features/mirrors/job.ts";
import { deliveryJob, type DeliveryJobDeps } from "./features/notifications/delivery-job.ts";
import type { ReminderDeps } from "./features/reminders/deps.ts";
import { reminderJob } from "./features/reminders/job.ts";
import { createJob } from "./features/servers/create/job.ts";
import { deleteJob } from "./features/servers/delete/job.ts";
import type { ServerDeps } from "./features/servers/deps.ts";
import { keysJob } from "./features/servers/keys/job.ts";
import { powerJob } from "./features/servers/power-job.ts";
import { pushJob } from "./features/servers/push/job.ts";
import type { ServiceDeps } from "./features/services/deps.ts";
import { followJob } from "./features/services/jenkins-follow.ts";
import { verifyJob } from "./features/services/verify-job.ts";
import type { InvitationMailDeps } from "./features/teams/invite-deps.ts";
import { invitationMailJob } from "./features/teams/invite-mail-job.ts";
import type { DeploymentDeps } from "./features/deployments/deps.ts";
import { expiryJob } from "./features/deployments/expiry-job.ts";
import { reportJob } from "./features/deployments/report-job.ts";
import { deploymentJob } from "./features/deployments/run-job.ts";
import { resumeJob } from "./features/subscriptions/resume-job.ts";
import type { LifecycleDeps } from "./events.ts";

/** What jobs are run with. */
export type JobDeps = { readonly bot: Bot<CommandDeps & ActionDeps> } & DeliveryJobDeps<LifecycleDeps> &
  CloudDeps &
  DeploymentDeps &
  FirstPairDeps &
  LookJobDeps &
  MirrorJobDeps &
  InvitationMailDeps &
  PasswordResetDeps &
  ReminderDeps &
  ServerDeps &
  ServiceDeps & {
    readonly alerts: AlertJobDeps;
    readonly digest: DigestDeps;
    readonly directory: DirectoryJobDeps;
  };

/** Every kind of background work. */
export const jobs: readonly JobSpec<JobDeps>[] = [
  turnJob<CommandDeps & ActionDeps>(),
  deliveryJob<LifecycleDeps>(),
  resumeJob,
  reminderJob,
  alertJob(),
  directoryJob(),
  firstPairJob(),
  mirrorJob(),
  digestJob(),
  invitationMailJob,
  passwordResetJob,
  passwordResetMailJob,
  followJob,
  lookJob,
  toldJob,
  verifyJob,
  verifyCloudJob,
  createJob,
  deleteJob,
  keysJob,
  powerJob,
  pushJob,
  deploymentJob,
  expiryJob,
  reportJob,
];
