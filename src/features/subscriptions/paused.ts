import type { SubscriptionRecord, SubscriptionSettings } from "../../adapters/store/contract/index.ts";

type Pausable = Pick<SubscriptionRecord, "state" | "settings">;

/** When this pause ends; undefined when it isn't paused, or paused without an end. */
export function pausedUntil({ state, settings }: Pausable): Date | undefined {
  if (state !== "paused" || settings.pausedUntil === undefined) return undefined;
  const until = new Date(settings.pausedUntil);
  return Number.isNaN(until.getTime()) ? undefined : until;
}

/** ` (paused until 2026-12-01 09:00 UTC)`, to stand behind a subscription; `""` when it isn't paused. */
export function pausedWords(subscription: Pausable): string {
  if (subscription.state !== "paused") return "";
  const until = pausedUntil(subscription);
  return until === undefined ? " (paused)" : ` (paused until ${toUtcText(until)})`;
}

/** For messages, which unlike cards can't show a time in the reader's own zone. */
export function toUtcText(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Settings of a subscription that goes on. */
export function unpaused({ pausedUntil: _until, ...settings }: SubscriptionSettings): SubscriptionSettings {
  return settings;
}
