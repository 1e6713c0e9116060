import { MINUTE } from "./core/clock.ts";
import { events, type LifecycleDeps } from "./events.ts";
import type { AlertJobDeps } from "./features/alerts/alert-job.ts";
import { beginAlerts } from "./features/alerts/await.ts";
import { followPush } from "./features/mirrors/follow.ts";
import { deliverHappenings, type DeliverDeps } from "./features/notifications/deliver.ts";
import type { DeliveryJobDeps } from "./features/notifications/delivery-job.ts";
import { PositiveCache } from "./features/notifications/positive-cache.ts";
import { deliverServiceWebhook } from "./features/services/webhook-job.ts";
import { onAuthorizationRevoked, type OnDisconnected } from "./features/signin/sign-out.ts";
import type { AccessCheck } from "./features/subscriptions/access.ts";
import type { AccessKeeper } from "./features/subscriptions/keep-access.ts";
import { loseLapsed } from "./features/subscriptions/lapsed.ts";
import type { Announce } from "./features/subscriptions/lost.ts";
import { resumeAfterInstallation } from "./features/subscriptions/resume.ts";
import type { ItemParts } from "./items.ts";
import type { ServicesDeps } from "./services.ts";

/** What deliveries need beyond the process's own parts. */
export interface DeliveryParts extends Pick<
  ServicesDeps,
  "store" | "log" | "clock" | "cards" | "outside" | "notifyMailbox" | "wakeJobs"
> {
  readonly clientAppId: string;
  readonly access: AccessCheck;
  readonly keeper: AccessKeeper;
  readonly announce: Announce;
  readonly alerts: AlertJobDeps;
  readonly items: ItemParts;
  readonly findMentioned: DeliverDeps["findMentioned"];
  readonly onDisconnected: OnDisconnected;
  readonly isAccepted: (githubUserId: string) => Promise<boolean>;
  readonly resumeCommand: Parameters<typeof resumeAfterInstallation>[1]["resumeCommand"];
}

/** Joins what a webhook's delivery sets going: GitHub's lifecycle, notifications, personal alerts, other services. */
export function createDelivery(from: DeliveryParts): DeliveryJobDeps<LifecycleDeps> {
  const { store, log, clock, clientAppId, access, keeper, announce, alerts, findMentioned } = from;
  const { onDisconnected, isAccepted, resumeCommand: resume, notifyMailbox } = from;
  const told = new PositiveCache(clock, MINUTE);
  return {
    store,
    events,
    log,
    lifecycle: {
      store,
      clientAppId,
      clock,
      notifyMailbox: from.notifyMailbox,
      onAuthorizationRevoked: (ghUserId) =>
        onAuthorizationRevoked(ghUserId, { store, clientAppId, onDisconnected, isAccepted }),
      onRepositoryMoved: async (tx, place) => {
        await tx.trackedRepositories.rename(place);
      },
      resumeAfterInstallation: (accountLogin) =>
        resumeAfterInstallation(accountLogin, { store, resumeCommand: resume }),
      forgetAccess: (repositoryId) => {
        access.forget(repositoryId);
      },
      forgetAccessOf: async (ghUserId) => {
        const known = await store.read((reads) => reads.githubUsers.listByGitHubUser(clientAppId, ghUserId));
        for (const { id } of known) access.forgetPerson(id);
      },
    },
    beginAlerts: async (delivery, payload) => {
      await followPush(delivery, payload, from);
      await beginAlerts(delivery, payload, alerts);
    },
    deliverOther: (delivery) =>
      deliverServiceWebhook(delivery, {
        ...{ store, notifyMailbox, providers: from.outside.providers },
        cards: from.cards,
        onEvents: from.items.onEvents,
      }),
    deliver: (delivery, happenings) =>
      deliverHappenings(delivery, happenings, {
        store,
        mayHear: (subscription, repositoryId) => keeper.mayHear(subscription, repositoryId),
        onLapsed: (lapsed) => loseLapsed(lapsed, { store, announce }),
        told,
        roleOf: (creator, repositoryId) => access.roleOf(creator.id, repositoryId),
        findMentioned,
        clock,
        cards: from.cards,
        fit: (body) => body,
        onCards: from.items.onCards,
        notifyMailbox: from.notifyMailbox,
      }),
  };
}
