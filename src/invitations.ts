import type { Mail } from "./adapters/mail/index.ts";
import type { Store, Transaction } from "./adapters/store/index.ts";
import type { Vault } from "./adapters/vault/index.ts";
import type { Answers } from "./bot/answers.ts";
import type { Config } from "./config/index.ts";
import type { Clock } from "./core/clock.ts";
import type { ChatConnector } from "./core/connector.ts";
import type { AcceptInvitation } from "./features/accounts/web/activation.ts";
import type { OnMembershipChanged } from "./features/teams/deps.ts";
import { acceptInvitation } from "./features/teams/invite-accept.ts";
import type { InvitationDeps, InvitationMailDeps, JoiningDeps } from "./features/teams/invite-deps.ts";

interface From {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly mail: Mail | undefined;
  readonly answers: Answers;
  readonly findMember: ChatConnector["findMember"];
  readonly onMembershipChanged: OnMembershipChanged;
  readonly record: InvitationDeps["invitations"]["record"];
  readonly wakeJobs: (jobIds: readonly string[]) => void;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
}

export interface Invitations extends InvitationDeps, InvitationMailDeps {
  /** For the page that a link opens. */
  readonly acceptInvitation: AcceptInvitation;
}

/** What invitations work with: commands, buttons, the job that mails, and the page of a link. */
export function createInvitations(from: From): Invitations {
  const { config, store, clock, vault, mail, findMember, onMembershipChanged, record, wakeJobs } = from;
  const { publicUrl } = config.http;
  const admins = new Set(config.admin.users.map((id) => id.toLowerCase()));
  const joining: JoiningDeps = {
    clock,
    isAdministrator: ({ isAdmin, aadObjectId }) => isAdmin || admins.has(aadObjectId.toLowerCase()),
    tell: createTell(from),
    onMembershipChanged,
  };
  const tokens = {
    seal: (token: string, about: string) => vault.seal(token, about),
    open: (sealed: string, about: string) => vault.open(sealed, about),
  };
  return {
    invitations: {
      ...joining,
      ...{ store, publicUrl, tokens, findMember, wakeJobs, record },
      canMail: mail !== undefined,
    },
    invitationMail: { store, clock, tell: joining.tell, publicUrl, mail, tokens },
    acceptInvitation: (tx, invitation, by) => acceptInvitation(tx, invitation, by, joining),
  };
}

/** A message of its own, in the thread of the invitation where there is one; none where nobody knows where that was. */
function createTell({ answers, notifyMailbox }: From): JoiningDeps["tell"] {
  return async (tx: Transaction, { conversationId, threadRootId }, message) => {
    if (conversationId === "") return;
    const root = answers.toRoot(conversationId, message, "state");
    const body = { ...root.body, ...(threadRootId !== undefined && { threadRootId }) };
    await tx.outbox.append([{ ...root, kind: threadRootId === undefined ? "create" : "reply", body }]);
    tx.afterCommit(() => {
      notifyMailbox([conversationId]);
    });
  };
}
