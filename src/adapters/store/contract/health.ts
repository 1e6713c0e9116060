/** How a subscription fares; absent for one that has neither delivered nor failed. */
export interface SubscriptionHealthRecord {
  readonly subscriptionId: string;
  /** To the minute: it is written at most once in a minute. */
  readonly lastDeliveryAt?: Date;
  readonly lastErrorAt?: Date;
  /** A fault's code, or words without secrets; `''` without an error. */
  readonly lastError: string;
  /** When GitHub first refused the subscription's creator; absent once it no longer does. */
  readonly refusedAt?: Date;
  /** When GitHub first said that the creator reads something private; absent while it never did. */
  readonly provenAt?: Date;
}

export interface SubscriptionHealthReader {
  /** Those that are known of these subscriptions. */
  list(subscriptionIds: readonly string[]): Promise<readonly SubscriptionHealthRecord[]>;
}

export interface SubscriptionHealthRepository extends SubscriptionHealthReader {
  recordDelivery(subscriptionIds: readonly string[], at: Date): Promise<void>;
  recordError(subscriptionIds: readonly string[], at: Date, error: string): Promise<void>;
  /** Remembers since when GitHub refuses the creator; an earlier mark stays. */
  markRefused(subscriptionId: string, at: Date): Promise<void>;
  /** Remembers that GitHub said that the creator reads something private. */
  markProven(subscriptionId: string, at: Date): Promise<void>;
  /** True for the one that cleared it. */
  clearRefused(subscriptionId: string): Promise<boolean>;
}
