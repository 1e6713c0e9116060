import type { World } from "../world.ts";
import type { Mail } from "../webhooks/mail.ts";

/** What an act changed, at once, and its webhooks, still on their way. `sent` never rejects. */
export interface Done<T> {
  record: T;
  sent: Promise<void>;
}

/** Ends an act: its webhooks go out one after the other, so that they arrive in the order things happened. */
export function done<T>(world: World, record: T, mails: readonly Mail[]): Done<T> {
  return { record, sent: world.deliveries.track(sendInOrder(mails)) };
}

async function sendInOrder(mails: readonly Mail[]): Promise<void> {
  for (const mail of mails) await mail();
}
