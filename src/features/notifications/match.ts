import type { MatchedSubscription } from "../../adapters/store/contract/index.ts";
import { DAY } from "../../core/clock.ts";
import { toConversationSettings, type ConversationSettings } from "../../core/conversation-settings.ts";
import { isFeature, type Feature } from "../../core/features.ts";
import { toFilters, type Filters } from "../../core/filters.ts";
import { judge } from "../../core/filters/judge.ts";
import type { Happening, HappeningRepository } from "../../core/happening.ts";

const EXPIRED_GRACE_MS = 7 * DAY;

/** What one subscription lets through. */
export interface Listener {
  readonly subscriptionId: string;
  readonly features: ReadonlySet<Feature>;
  readonly filters: Filters;
}

/** A conversation that may hear of a repository, with its matching subscriptions. */
export interface Audience {
  readonly conversationId: string;
  readonly listeners: readonly Listener[];
  /** How it wants to be told. */
  readonly settings: ConversationSettings;
}

/** What a conversation hears of one happening, once its filters have spoken. */
export interface Hearing {
  /** Of the subscriptions that let it through, together. */
  readonly features: ReadonlySet<Feature>;
  /** Does any subscription let it through? Else not even what is always on is told. */
  readonly hears: boolean;
  /** A filter names just this: it may open a card where else it would not. */
  readonly asks: boolean;
}

/** A person whose access decides whether a private repository may be told of. */
export interface Creator {
  /** chatopsgithubuser.id */
  readonly id: string;
  readonly ghUserId: string;
}

/** Those whose creator must be asked about before `toAudiences`. */
export function listToCheck(
  subscriptions: readonly MatchedSubscription[],
  repository: HappeningRepository,
): readonly MatchedSubscription[] {
  return subscriptions.filter((subscription) => needsCheck(subscription, repository));
}

/** Who subscribed, each once. */
export function listCreators(subscriptions: readonly MatchedSubscription[]): readonly Creator[] {
  const creators = subscriptions.filter(isLive).map(toCreator);
  return [...new Map(creators.map((creator) => [creator.id, creator])).values()];
}

/**
 * Which conversations hear of the repository, each with all its matching subscriptions.
 * `entitled` are the checked subscriptions (by id) whose creator can read the repository.
 */
export function toAudiences(
  subscriptions: readonly MatchedSubscription[],
  repository: HappeningRepository,
  entitled: ReadonlySet<string>,
): readonly Audience[] {
  const audiences = new Map<string, Audience & { readonly listeners: Listener[] }>();
  for (const subscription of subscriptions) {
    if (!isEntitled(subscription, repository, entitled)) continue;
    const { conversationId, conversation } = subscription;
    const audience = audiences.get(conversationId) ?? {
      conversationId,
      listeners: [],
      settings: toConversationSettings(conversation),
    };
    const { features, filters } = subscription.settings;
    audience.listeners.push({
      subscriptionId: subscription.id,
      features: new Set(features.filter(isFeature)),
      filters: toFilters(filters),
    });
    audiences.set(conversationId, audience);
  }
  return [...audiences.values()].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
}

/** Two subscriptions of one conversation are a union: what either lets through is heard. */
export function hear({ listeners }: Audience, happening: Happening, isRooted: boolean): Hearing {
  const features = new Set<Feature>();
  let hears = false;
  let asks = false;
  for (const listener of listeners) {
    const verdict = judge(listener.filters, happening);
    if (verdict === "drop" || (verdict === "rooted" && !isRooted)) continue;
    hears = true;
    listener.features.forEach((feature) => features.add(feature));
    if (verdict === "asked" && hasFeature(listener, happening.feature)) asks = true;
  }
  return { features, hears, asks };
}

/** The audience's subscriptions that ask for what happened; all of them where it belongs to no feature. */
export function listHearing({ listeners }: Audience, happening: Happening): readonly string[] {
  const asking = listeners.filter((listener) => hasFeature(listener, happening.feature));
  return (asking.length > 0 ? asking : listeners).map(({ subscriptionId }) => subscriptionId);
}

function hasFeature({ features }: Listener, feature: Happening["feature"]): boolean {
  return [...features].some((one) => one === feature);
}

/** Of what is private a conversation hears only while somebody vouches for it. */
function needsCheck(subscription: MatchedSubscription, repository: HappeningRepository): boolean {
  return isLive(subscription) && repository.isPrivate;
}

function isEntitled(
  subscription: MatchedSubscription,
  repository: HappeningRepository,
  entitled: ReadonlySet<string>,
): boolean {
  if (!isLive(subscription)) return false;
  return !needsCheck(subscription, repository) || entitled.has(subscription.id);
}

/** An expired sign-in is asked for again while delivery goes on; a revoked one ends it. */
function isLive(subscription: MatchedSubscription): boolean {
  return subscription.conversationId !== "" && subscription.creator.state !== "revoked";
}

/**
 * An expired sign-in's owner has a week to sign in again. After it nobody vouches any more that what their
 * subscriptions bring may be known here.
 */
export function hasLapsed({ creator }: MatchedSubscription, now: Date): boolean {
  return creator.state === "expired" && now.getTime() - creator.since.getTime() > EXPIRED_GRACE_MS;
}

function toCreator(subscription: MatchedSubscription): Creator {
  return { id: subscription.chatOpsUsersId, ghUserId: subscription.creator.ghUserId };
}
