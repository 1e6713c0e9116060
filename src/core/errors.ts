import { Fault, type FaultDeclaration, type FaultMakers } from "./fault.ts";
import { accountWebFaults } from "./faults/account-web.ts";
import { accountFaults } from "./faults/accounts.ts";
import { alertFaults } from "./faults/alerts.ts";
import { auditFaults } from "./faults/audit.ts";
import { chatFaults } from "./faults/chat.ts";
import { cloudAccountFaults } from "./faults/cloud-accounts.ts";
import { cloudFaults } from "./faults/clouds.ts";
import { collaborationFaults } from "./faults/collaboration.ts";
import { deploymentFaults } from "./faults/deployments.ts";
import { directoryFaults } from "./faults/directory.ts";
import { environmentFaults } from "./faults/environments.ts";
import { filterFaults } from "./faults/filters.ts";
import { gitFaults } from "./faults/git.ts";
import { githubFaults } from "./faults/github.ts";
import { httpFaults } from "./faults/http.ts";
import { invitationFaults } from "./faults/invitations.ts";
import { itemFaults } from "./faults/items.ts";
import { keyPairFaults } from "./faults/keypairs.ts";
import { mailFaults } from "./faults/mail.ts";
import { projectFaults } from "./faults/projects.ts";
import { realmFaults } from "./faults/realms.ts";
import { reminderFaults } from "./faults/reminders.ts";
import { repositoryFaults } from "./faults/repositories.ts";
import { settingsFaults } from "./faults/settings.ts";
import { serverFaults } from "./faults/servers.ts";
import { serverSshFaults } from "./faults/servers-ssh.ts";
import { serviceFaults } from "./faults/services.ts";
import { serviceWebhookFaults } from "./faults/service-webhooks.ts";
import { signInFaults } from "./faults/signin.ts";
import { startFaults } from "./faults/start.ts";
import { storeFaults } from "./faults/store.ts";
import { subscriptionFaults } from "./faults/subscriptions.ts";
import { teamNewsFaults } from "./faults/teamnews.ts";
import { teamFaults } from "./faults/teams.ts";

/** Every known failure, by code. docs/errors.md is generated from it. */
export const faultDeclarations = {
  ...chatFaults,
  ...signInFaults,
  ...githubFaults,
  ...gitFaults,
  ...subscriptionFaults,
  ...filterFaults,
  ...settingsFaults,
  ...collaborationFaults,
  ...alertFaults,
  ...reminderFaults,
  ...itemFaults,
  ...keyPairFaults,
  ...auditFaults,
  ...startFaults,
  ...teamFaults,
  ...invitationFaults,
  ...accountWebFaults,
  ...mailFaults,
  ...directoryFaults,
  ...accountFaults,
  ...serviceFaults,
  ...cloudFaults,
  ...cloudAccountFaults,
  ...environmentFaults,
  ...repositoryFaults,
  ...serverFaults,
  ...serverSshFaults,
  ...serviceWebhookFaults,
  ...projectFaults,
  ...realmFaults,
  ...teamNewsFaults,
  ...deploymentFaults,
  ...storeFaults,
  ...httpFaults,
};

/** `throw faults.REPOSITORY_UNREACHABLE({ name })`. */
export const faults: FaultMakers<typeof faultDeclarations> = makeFaults(faultDeclarations);

/** Is this a failure we know (optionally: this one)? */
export function isFault(error: unknown, code?: keyof typeof faultDeclarations): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}

function makeFaults<T extends Record<string, FaultDeclaration<never>>>(declarations: T): FaultMakers<T> {
  const makers = Object.entries(declarations).map(([code, declaration]) => {
    const make = (first?: unknown, second?: ErrorOptions): Fault => {
      const sentence = declaration.sentence(first as never);
      return new Fault(
        code,
        declaration,
        sentence,
        declaration.hasArguments ? second : (first as ErrorOptions | undefined),
      );
    };
    return [code, make];
  });
  // The mapped type is what Object.fromEntries cannot express; the shape is made from `declarations` itself.
  return Object.fromEntries(makers) as FaultMakers<T>;
}
