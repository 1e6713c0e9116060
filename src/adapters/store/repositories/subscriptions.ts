import { Op } from "sequelize";
import { faults } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import type { SubscriptionRepository } from "../contract/index.ts";
import { isUniqueViolation } from "../database-errors.ts";
import { writeJson } from "../json-text.ts";
import { chatopssubscription } from "../models/chatopssubscription.ts";
import { subscriptionHealth } from "../models/subscription-health.ts";
import type { Session } from "../session.ts";
import { createSubscriptionReader, toSubscriptionRecord } from "./subscription-reader.ts";

export function createSubscriptionRepository(session: Session): SubscriptionRepository {
  const table = session.table(chatopssubscription);
  return {
    ...createSubscriptionReader(session),
    create: async ({ settings, ...subscription }) => {
      const row = {
        id: newId(),
        ...subscription,
        ghArtifactNameKey: subscription.ghArtifactName.toLowerCase(),
        settings: writeJson(settings),
        state: "active",
        stateReason: "",
      } as const;
      try {
        await session.savepoint((inner) => inner.table(chatopssubscription).insert(row));
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw faults.SUBSCRIPTION_EXISTS({ name: subscription.ghArtifactName });
      }
      return toSubscriptionRecord(row);
    },
    hold: async (id) => {
      // Writing before reading: the other order would let two read the same.
      if ((await table.update({ id }, {})) === 0) return undefined;
      const row = await table.findOne({ id });
      return row && toSubscriptionRecord(row);
    },
    update: async (id, settings) => {
      await table.update({ id }, { settings: writeJson(settings) });
    },
    moveToInstallation: async (id, chatOpsInstallationsId) => {
      await table.update({ id }, { chatOpsInstallationsId });
    },
    adopt: async (id, chatOpsUsersId, chatOpsInstallationsId) => {
      const adopted = { chatOpsUsersId, chatOpsInstallationsId, state: "active", stateReason: "" } as const;
      await table.update({ id }, adopted);
      // What GitHub said of the former creator says nothing of this one.
      await session
        .table(subscriptionHealth)
        .update({ id }, { refusedAt: null, provenAt: null, lastErrorAt: null, lastError: "" });
    },
    setState: async (id, state, reason) => {
      await table.update({ id }, { state, stateReason: reason });
    },
    lose: async (id, reason) => {
      const live = { id, state: { [Op.ne]: "lost" } } as const;
      return (await table.update(live, { state: "lost", stateReason: reason })) === 1;
    },
    renameArtifact: async (ghArtifactType, ghArtifactId, name) => {
      await table.update(
        { ghArtifactType, ghArtifactId },
        { ghArtifactName: name, ghArtifactNameKey: name.toLowerCase() },
      );
    },
    delete: async (id) => {
      await table.delete({ id });
      await session.table(subscriptionHealth).delete({ id });
    },
  };
}
