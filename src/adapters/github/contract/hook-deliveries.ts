/** An event of which GitHub's latest attempt to deliver it failed. */
export interface FailedHookDelivery {
  /** Of the latest attempt: what `redeliver` takes. */
  readonly id: string;
  /** The same at every attempt. */
  readonly guid: string;
  readonly event: string;
  /** Attempts within the time asked about. */
  readonly attempts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** False when the first attempt was before the time asked about, or is older than what GitHub remembers. */
  readonly hasOriginal: boolean;
  /** What the latest attempt met: an HTTP status, or 0 for none. */
  readonly statusCode: number;
}

/** What GitHub remembers (three days) of the webhooks that it sent to the App. */
export interface GitHubHookDeliveries {
  /** Safe (GET), paged inside, oldest first. Not `isComplete` when there was more than is read at once, or the signal came. */
  listFailed(
    since: Date,
    signal?: AbortSignal,
  ): Promise<{ readonly failed: readonly FailedHookDelivery[]; readonly isComplete: boolean }>;
  /**
   * Keyed: GitHub sends the same bytes under the same guid again, by which receipt knows repeats; sent once all the same.
   * `refused`: GitHub no longer has that delivery, or won't.
   */
  redeliver(id: string): Promise<"accepted" | "refused">;
}
