import type { Page } from "./paging.ts";
import type { UserRecord } from "./records.ts";
import type { Transition } from "./transition.ts";

/** A team of Ployst: it owns clouds, servers and projects. Not a team of Microsoft Teams. */
export interface TeamRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly ownerId: string;
  /** The environment that all of the team shares; `''` while there is none. */
  readonly environmentId: string;
  /** Where keys of work items stand in names of branches and titles; `''` for wherever they are spelled out. */
  readonly itemPattern: string;
  /** Present after a delete; the row stays and can be restored. */
  readonly deletedAt?: Date;
}

export type MemberRole = "owner" | "admin" | "user";
export type MemberState = "created" | "invited" | "accepted" | "active" | "expired" | "withdrawn";

/** A membership. There is one for a team and a user, whatever became of it. */
export interface TeamMemberRecord {
  readonly id: string;
  readonly teamId: string;
  readonly userId: string;
  readonly role: MemberRole;
  readonly permissions: readonly string[];
  readonly state: MemberState;
}

/** A membership with its person, for a list. */
export interface ListedTeamMember extends TeamMemberRecord {
  readonly user: Pick<UserRecord, "displayName" | "surname" | "email" | "aadObjectId" | "teamsUserId">;
}

/** A team as one of its people sees it. */
export interface TeamOfUser {
  readonly team: TeamRecord;
  readonly member: TeamMemberRecord;
}

/** `taken`: a live team of the tenant has that name. `gone`: there is no such team in the state that it needs. */
export type TeamOutcome = "done" | "taken" | "gone";

export interface TeamReader {
  /** The team, deleted or not. */
  find(id: string): Promise<TeamRecord | undefined>;
  /** Those of these that there are, deleted or not, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly TeamRecord[]>;
  /** The live team of that name (in any case) in the tenant. */
  findByName(tenantId: string, name: string): Promise<TeamRecord | undefined>;
  /** Deleted teams that had this name, the latest first: what may be restored. */
  listDeletedByName(tenantId: string, name: string): Promise<readonly TeamRecord[]>;
  /** The live teams in which the user's membership is active, or in one of these states (at most 500). */
  listForUser(userId: string, states?: readonly MemberState[]): Promise<readonly TeamOfUser[]>;
  /** The deleted teams in which the user's membership isn't over, so that it would come back with them (at most 500). */
  listDeletedForUser(userId: string): Promise<readonly TeamOfUser[]>;
  /** The live teams of a tenant. */
  listByTenant(tenantId: string, page: Page): Promise<readonly TeamRecord[]>;
}

export interface TeamRepository extends TeamReader {
  /** Undefined when a live team of the tenant has that name in any case. Makes no membership. Names are cut at 100. */
  create(team: Pick<TeamRecord, "tenantId" | "name" | "ownerId">): Promise<TeamRecord | undefined>;
  rename(id: string, name: string): Promise<TeamOutcome>;
  /** Soft: members, clouds and all the rest stay as they are. False when it was deleted before. */
  delete(id: string): Promise<boolean>;
  restore(id: string): Promise<TeamOutcome>;
  /**
   * Hands the team over: `to`, who must be an active member, becomes its owner, `from` stays as an admin. False when
   * `from` isn't the owner (any more) or `to` can't be.
   */
  setOwner(id: string, from: string, to: string): Promise<boolean>;
  /** Changes which environment a live team refers to, if that still is `from`. */
  setEnvironment(id: string, from: string, to: string): Promise<boolean>;
  /** `''` for none; false when it is no longer `from`, or the team is deleted. */
  setItemPattern(id: string, from: string, to: string): Promise<boolean>;
}

export interface TeamMemberReader {
  find(id: string): Promise<TeamMemberRecord | undefined>;
  findByUser(teamId: string, userId: string): Promise<TeamMemberRecord | undefined>;
  /** Memberships in these states (all of them if not given). */
  list(teamId: string, page: Page, states?: readonly MemberState[]): Promise<readonly ListedTeamMember[]>;
  /** Active members who can give powers: the owner, then the admins in the order of their joining. */
  listAdministrators(teamId: string, limit: number): Promise<readonly ListedTeamMember[]>;
  /** Active members with the role owner. */
  countOwners(teamId: string): Promise<number>;
}

export interface TeamMemberRepository extends TeamMemberReader {
  /** Undefined when there is a membership already: see `reopen`. */
  create(
    member: Pick<TeamMemberRecord, "teamId" | "userId" | "role" | "permissions"> & {
      /** `active` for who makes a team; `created` otherwise. */
      readonly state?: "created" | "active";
    },
  ): Promise<TeamMemberRecord | undefined>;
  /** created -> invited: the invitation went out. */
  invite(id: string): Promise<Transition<MemberState> | undefined>;
  /** created, invited -> accepted. */
  accept(id: string): Promise<Transition<MemberState> | undefined>;
  /** accepted -> active. */
  activate(id: string): Promise<Transition<MemberState> | undefined>;
  /** created, invited, accepted -> expired. */
  expire(id: string): Promise<Transition<MemberState> | undefined>;
  /** created, invited, accepted, active -> withdrawn: declined, revoked, left or removed. */
  withdraw(id: string): Promise<Transition<MemberState> | undefined>;
  /** The same in a deleted team, which its owner may leave: whoever restores it gives it another. Undefined where it lives. */
  withdrawFromDeleted(id: string): Promise<Transition<MemberState> | undefined>;
  /** expired, withdrawn -> created, with the role and permissions of the new invitation. */
  reopen(
    id: string,
    anew: Pick<TeamMemberRecord, "role" | "permissions">,
  ): Promise<Transition<MemberState> | undefined>;
  /** Replaces the permissions if they are still `from`; false when somebody changed them in between. */
  setPermissions(id: string, from: readonly string[], to: readonly string[]): Promise<boolean>;
  /** False unless the membership is active and has the role `from`. The owner's role changes with `teams.setOwner`. */
  setRole(id: string, from: MemberRole, to: MemberRole): Promise<boolean>;
}

export type InvitationState = "pending" | "accepted" | "declined" | "revoked" | "expired";

export interface TeamInvitationRecord {
  readonly id: string;
  readonly teamId: string;
  readonly creatorId: string;
  /** users.id; a row without a Teams user (`users.createUnlinked`) for who was invited by mail. */
  readonly recipientId: string;
  /** Lower case; `''` for who was invited in Teams. */
  readonly email: string;
  readonly surname: string;
  readonly state: InvitationState;
  /** conversations.id of where it was asked for last, and the thread there, if any. */
  readonly conversationId?: string;
  readonly threadRootId?: string;
  readonly expiresAt: Date;
  readonly sentAt?: Date;
  readonly acceptedAt?: Date;
  readonly declinedAt?: Date;
  readonly revokedAt?: Date;
}

/** Where an invitation is asked for. */
export type InvitationPlace = Pick<TeamInvitationRecord, "conversationId" | "threadRootId">;

export interface TeamInvitationReader {
  find(id: string): Promise<TeamInvitationRecord | undefined>;
  /** Whatever its state: the answer to a link that was used before says so. */
  findByTokenHash(tokenHash: string): Promise<TeamInvitationRecord | undefined>;
  /** The team's pending invitation to this address. */
  findPendingByEmail(teamId: string, email: string): Promise<TeamInvitationRecord | undefined>;
  /** The team's pending invitation to this user. */
  findPendingByRecipient(teamId: string, recipientId: string): Promise<TeamInvitationRecord | undefined>;
  /** The team's latest invitation to this address, whatever its state: what `resend` looks for. */
  findLatestByEmail(teamId: string, email: string): Promise<TeamInvitationRecord | undefined>;
  listPendingByTeam(teamId: string, page: Page): Promise<readonly TeamInvitationRecord[]>;
  listPendingByRecipient(recipientId: string, page: Page): Promise<readonly TeamInvitationRecord[]>;
  /** Pending ones whose time is over, the oldest first: what the expiry job ends with `expire`. */
  listDueForExpiry(now: Date, limit: number): Promise<readonly TeamInvitationRecord[]>;
}

export interface TeamInvitationRepository extends TeamInvitationReader {
  /** Undefined when the team has a pending invitation to the recipient. The token itself is never kept. */
  create(
    invitation: Pick<
      TeamInvitationRecord,
      "teamId" | "creatorId" | "recipientId" | "email" | "surname" | "expiresAt"
    > &
      InvitationPlace & { readonly tokenHash: string },
  ): Promise<TeamInvitationRecord | undefined>;
  /** It went out (mail, card); the first time counts. */
  markSent(id: string): Promise<void>;
  /** Once, and only before it expires: pending -> accepted. */
  accept(id: string): Promise<Transition<InvitationState> | undefined>;
  /** Once, and only before it expires: pending -> declined. */
  decline(id: string): Promise<Transition<InvitationState> | undefined>;
  /** pending -> revoked. */
  revoke(id: string): Promise<Transition<InvitationState> | undefined>;
  /** pending -> expired, if its time is over. */
  expire(id: string): Promise<Transition<InvitationState> | undefined>;
  /** pending, expired -> pending with a new token and time; the old token is worth nothing. Not yet sent again. */
  resend(
    id: string,
    anew: InvitationPlace & { readonly tokenHash: string; readonly expiresAt: Date },
  ): Promise<Transition<InvitationState> | undefined>;
}
