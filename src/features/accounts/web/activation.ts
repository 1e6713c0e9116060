import type { Passwords } from "../../../adapters/passwords/contract/index.ts";
import type {
  Reads,
  RegistrationRecord,
  Store,
  TeamInvitationRecord,
  Transaction,
  UserRecord,
} from "../../../adapters/store/contract/index.ts";
import type { Clock } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import { hashOf } from "../../../core/secret.ts";
import { createLinkCode, type LinkCodeSigner } from "../link-code.ts";
import { openSession, type OpenedSession } from "../sessions.ts";

/** Ends the invitation as accepted, with its membership and events; false when it was no longer pending. */
export type AcceptInvitation = (
  tx: Transaction,
  invitation: TeamInvitationRecord,
  by: UserRecord,
) => Promise<boolean>;

export interface ActivationDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly passwords: Pick<Passwords, "judge" | "hash">;
  readonly signer: LinkCodeSigner;
  readonly clock: Clock;
  readonly acceptInvitation: AcceptInvitation;
}

/** What the link of an invitation opens. */
export interface Invited {
  readonly invitation: TeamInvitationRecord;
  readonly recipient: UserRecord;
  readonly registration: RegistrationRecord | undefined;
  readonly teamName: string;
  readonly creatorName: string;
  /** There is a password already, or Teams knows the person: nothing is left but to accept. */
  readonly isKnown: boolean;
}

type Wanted = Pick<Reads, "teamInvitations" | "users" | "teams" | "registrations">;

const TOKEN = /^[\w-]{20,100}$/;

/** Throws ACTIVATION_UNKNOWN, _USED, _EXPIRED, _REVOKED or _DECLINED. */
export async function getInvited(reads: Wanted, token: string, clock: Clock): Promise<Invited> {
  const invitation = TOKEN.test(token)
    ? await reads.teamInvitations.findByTokenHash(hashOf(token))
    : undefined;
  if (invitation === undefined) throw faults.ACTIVATION_UNKNOWN();
  const ended = whyEnded(invitation, clock);
  if (ended !== undefined) throw ended;
  const [team, recipient, creator, registration] = [
    await reads.teams.find(invitation.teamId),
    await reads.users.find(invitation.recipientId),
    await reads.users.find(invitation.creatorId),
    await reads.registrations.findByUser(invitation.recipientId),
  ];
  if (team === undefined || team.deletedAt !== undefined || recipient?.state !== "active")
    throw faults.ACTIVATION_REVOKED();
  const isKnown = registration?.hasPassword === true || recipient.aadObjectId !== "";
  const names = { teamName: team.name, creatorName: creator?.displayName ?? "" };
  return { invitation, recipient, registration, ...names, isKnown };
}

function whyEnded({ state, expiresAt }: TeamInvitationRecord, clock: Clock): Fault | undefined {
  switch (state) {
    case "accepted":
      return faults.ACTIVATION_USED();
    case "declined":
      return faults.ACTIVATION_DECLINED();
    case "revoked":
      return faults.ACTIVATION_REVOKED();
    case "expired":
      return faults.ACTIVATION_EXPIRED();
    case "pending":
      return expiresAt <= clock.now() ? faults.ACTIVATION_EXPIRED() : undefined;
  }
}

/** Advice for another choice, or undefined for a password that would hold. */
export async function judgePassword(
  password: string,
  { invitation, recipient, teamName }: Invited,
  { passwords }: Pick<ActivationDeps, "passwords">,
): Promise<string | undefined> {
  const about = [invitation.email, ...invitation.email.split("@"), recipient.displayName, teamName];
  const verdict = await passwords.judge(password, [...about, recipient.surname, "ployst"]);
  return verdict.kind === "good" ? undefined : verdict.advice;
}

export interface Activated {
  /** What to say to the bot. */
  readonly code: string;
  readonly session: OpenedSession;
}

/**
 * The password makes the account and accepts the invitation. `password` was judged good before.
 * Throws what getInvited throws, and ACTIVATION_ADDRESS_TAKEN; nothing is changed then.
 */
export async function activate(
  token: string,
  password: string,
  client: string,
  deps: ActivationDeps,
): Promise<Activated> {
  const bcryptHash = await deps.passwords.hash(password);
  return deps.store.transaction(async (tx) => {
    const invited = await getInvited(tx, token, deps.clock);
    const { invitation, recipient } = invited;
    // A second form of the same page was quicker: whoever sent it chose the password.
    if (invited.isKnown) throw faults.ACTIVATION_USED();
    const registration = await ensureInvited(tx, invited);
    const change = await tx.registrations.activate(registration.id, bcryptHash);
    if (change.outcome !== "done")
      throw change.outcome === "taken" ? faults.ACTIVATION_ADDRESS_TAKEN() : faults.ACTIVATION_USED();
    await recordRegistration(tx, registration, "activated", change.transition);
    await tx.users.verifyEmail(recipient.id, invitation.email);
    if (!(await deps.acceptInvitation(tx, invitation, recipient))) throw faults.ACTIVATION_USED();
    const code = await createLinkCode(tx, recipient, deps);
    return { code, session: await openSession(tx, recipient, { origin: "page", client }, deps.clock) };
  });
}

/** For who has an account or is known in Teams: the link alone accepts. Throws what getInvited throws. */
export async function acceptByLink(token: string, deps: ActivationDeps): Promise<Invited> {
  return deps.store.transaction(async (tx) => {
    const invited = await getInvited(tx, token, deps.clock);
    if (!invited.isKnown) throw faults.FORM_FOREIGN();
    if (!(await deps.acceptInvitation(tx, invited.invitation, invited.recipient)))
      throw faults.ACTIVATION_USED();
    return invited;
  });
}

/** The registration, able to be activated: who comes back after an end begins anew. */
async function ensureInvited(
  tx: Transaction,
  { registration, recipient, invitation }: Invited,
): Promise<RegistrationRecord> {
  const { id: userId, tenantId } = recipient;
  if (registration === undefined) {
    const made = await tx.registrations.create({ userId, tenantId, emailAddress: invitation.email });
    if (made === undefined) throw faults.ACTIVATION_USED();
    await recordRegistration(tx, made, "created", { toState: made.state });
    return made;
  }
  if (registration.state !== "expired" && registration.state !== "withdrawn") return registration;
  const transition = await tx.registrations.invite(registration.id);
  if (transition === undefined) throw faults.ACTIVATION_USED();
  await recordRegistration(tx, registration, "invited", transition);
  return registration;
}

async function recordRegistration(
  tx: Transaction,
  { id, userId, tenantId }: RegistrationRecord,
  verb: string,
  states: { readonly fromState?: string; readonly toState: string },
): Promise<void> {
  await tx.events.record({
    ...{ actorType: "user", actorId: userId, tenantId },
    ...{ entityType: "registration", entityId: id, verb, ...states },
  });
}
