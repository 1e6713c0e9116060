import type { UserRecord } from "../contract/index.ts";
import type { users } from "../models/users.ts";
import type { RowIn } from "../table-definition.ts";

type Fields = Omit<RowIn<typeof users>, "linkKey" | "createdAt" | "updatedAt">;

export function linkKey(tenantId: string, aadObjectId: string): string {
  return `${tenantId}/${aadObjectId}`;
}

export function toUserRecord(row: Fields): UserRecord {
  const { id, tenantId, aadObjectId, teamsUserId, displayName, surname, email, emailVerifiedAt } = row;
  const { currentTeamId, personalConversationId, state, isAdmin } = row;
  return {
    ...{ id, tenantId, aadObjectId, teamsUserId, displayName, surname, email, currentTeamId, state, isAdmin },
    ...(emailVerifiedAt !== null && { emailVerifiedAt }),
    ...(personalConversationId !== null && { personalConversationId }),
  };
}
