import { Op } from "sequelize";
import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type {
  ListedSubscription,
  MatchedSubscription,
  SubscriptionReader,
  SubscriptionRecord,
  SubscriptionSettings,
} from "../contract/index.ts";
import { readJson, readObject } from "../json-text.ts";
import { chatopsgithubuser } from "../models/chatopsgithubuser.ts";
import { chatopsinstallation } from "../models/chatopsinstallation.ts";
import { chatopssubscription } from "../models/chatopssubscription.ts";
import { conversations } from "../models/conversations.ts";
import { anyOf, inParts } from "../batches.ts";
import type { Session } from "../session.ts";
import { idAfter, listByCursor, type Where } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type Row = RowIn<typeof chatopssubscription>;
type SubscriptionWhere = Where<(typeof chatopssubscription)["columns"]>;

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const settingsSchema: z.ZodType<SubscriptionSettings> = z.object({
  features: z.array(z.string()),
  filters: jsonObject.exactOptional(),
  pausedUntil: z.string().exactOptional(),
});

export function createSubscriptionReader(session: Session): SubscriptionReader {
  const table = session.table(chatopssubscription);
  const listRecords = async (where: SubscriptionWhere): Promise<readonly SubscriptionRecord[]> =>
    (await table.listAll(where)).map(toSubscriptionRecord);
  return {
    find: async ({ clientAppId, channelId, teamId, ghArtifactType, ghArtifactId }) => {
      const row = await table.findOne({ clientAppId, channelId, teamId, ghArtifactType, ghArtifactId });
      return row && toSubscriptionRecord(row);
    },
    findById: async (id) => {
      const row = await table.findOne({ id });
      return row && toSubscriptionRecord(row);
    },
    findByName: async (channelId, teamId, name) => {
      const row = await table.findOne({ channelId, teamId, ghArtifactNameKey: name.toLowerCase() });
      return row && toSubscriptionRecord(row);
    },
    listForChannel: (clientAppId, channelId, teamId) =>
      listForChannel(session, { clientAppId, channelId, teamId }),
    listMatching: (ids) => listMatching(session, ids),
    anyMatching: async (ids) => {
      const where = matching(ids);
      if (where === undefined) return false;
      return (await table.listColumn("id", { where, limit: 1 })).length > 0;
    },
    countByChannel: async (channelIds) => {
      const counts = new Map<string, number>();
      for (const part of inParts(channelIds)) {
        const where = { channelId: anyOf(part), state: anyOf(["active", "paused"]) };
        for (const [channelId, count] of Object.entries(await table.countBy("channelId", where)))
          counts.set(channelId, count);
      }
      return counts;
    },
    listByCreator: (chatOpsUsersId) => listRecords({ chatOpsUsersId }),
    listByInstallation: (chatOpsInstallationsId) => listRecords({ chatOpsInstallationsId }),
  };
}

interface ArtifactIds {
  readonly repositoryId?: string;
  readonly ownerId?: string;
}

/** Active subscriptions to the repository or to its owner; undefined when neither is known. */
function matching({ repositoryId, ownerId }: ArtifactIds): SubscriptionWhere | undefined {
  const artifacts = [
    ...(repositoryId === undefined ? [] : [{ ghArtifactType: "Repo", ghArtifactId: repositoryId }]),
    ...(ownerId === undefined ? [] : [{ ghArtifactType: "Account", ghArtifactId: ownerId }]),
  ].map((artifact) => ({ ...artifact, state: "active" }));
  return artifacts.length === 0 ? undefined : { [Op.or]: artifacts };
}

async function listMatching(session: Session, ids: ArtifactIds): Promise<readonly MatchedSubscription[]> {
  const where = matching(ids);
  if (where === undefined) return [];
  const joins = {
    creator: {
      definition: chatopsgithubuser,
      columns: ["ghUserId", "ghLogin", "state", "updatedAt"],
    },
    conversation: {
      definition: conversations,
      columns: ["id", "type", "threads", "settings"],
      where: { state: "active" },
    },
  } as const;
  const rows = await listByCursor(
    (after) =>
      session
        .table(chatopssubscription)
        .listJoined({ where: idAfter(where, after), order: [["id", "ASC"]] }, joins),
    ({ row }) => row.id,
  );
  return rows.map(({ row, joined: { creator, conversation } }) => ({
    ...toSubscriptionRecord(row),
    conversationId: conversation.id,
    conversation: {
      type: conversation.type,
      threads: conversation.threads,
      settings: readObject(conversation.settings),
    },
    creator: {
      ghUserId: creator.ghUserId,
      ghLogin: creator.ghLogin,
      state: creator.state,
      since: creator.updatedAt,
    },
  }));
}

async function listForChannel(
  session: Session,
  channel: Pick<Row, "clientAppId" | "channelId" | "teamId">,
): Promise<readonly ListedSubscription[]> {
  const joins = {
    installation: {
      definition: chatopsinstallation,
      columns: ["ghInstallationId", "suspendedAt", "deletedAt"],
    },
  } as const;
  const rows = await listByCursor(
    (after) =>
      session
        .table(chatopssubscription)
        .listJoined({ where: idAfter(channel, after), order: [["id", "ASC"]] }, joins),
    ({ row }) => row.id,
  );
  return rows.map(({ row, joined: { installation } }) => ({
    ...toSubscriptionRecord(row),
    ghInstallationId: installation.ghInstallationId,
    installationSuspended: installation.suspendedAt !== null,
    installationDeleted: installation.deletedAt !== null,
  }));
}

export function toSubscriptionRecord(row: Omit<Row, "createdAt" | "updatedAt">): SubscriptionRecord {
  const { id, clientAppId, tenantId, channelId, teamId, chatOpsUsersId, chatOpsInstallationsId } = row;
  const { ghArtifactId, ghArtifactName, ghArtifactType, settings, state, stateReason } = row;
  return {
    id,
    clientAppId,
    tenantId,
    channelId,
    teamId,
    chatOpsUsersId,
    chatOpsInstallationsId,
    ghArtifactId,
    ghArtifactName,
    ghArtifactType,
    settings: readJson(settingsSchema, settings),
    state,
    stateReason,
  };
}
