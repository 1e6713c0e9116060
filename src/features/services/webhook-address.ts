import { z } from "zod";
import type { Reads, ServiceConnectionRecord } from "../../adapters/store/contract/index.ts";

/** Names the secret among a connection's credentials: an HMAC needs it itself, not its hash. */
export const WEBHOOK_SECRET = "webhookSecret";
const Secret = z.object({ [WEBHOOK_SECRET]: z.string() });

/** The secret as the credentials keep it; undefined where there is none. */
export async function findWebhookSecret(
  { serviceConnections }: Pick<Reads, "serviceConnections">,
  connection: Pick<ServiceConnectionRecord, "id"> | undefined,
): Promise<{ readonly [WEBHOOK_SECRET]: string } | undefined> {
  const credentials = connection && (await serviceConnections.findCredentials(connection.id));
  return Secret.safeParse(credentials).data;
}

/** Where a service sends its webhooks; `segment` is the part that nobody can guess, where that is the proof. */
export function toWebhookAddress(
  publicUrl: string,
  { provider, id }: Pick<ServiceConnectionRecord, "provider" | "id">,
  segment?: string,
): string {
  const address = `${publicUrl}/services/${provider}/${id}/webhook`;
  return segment === undefined ? address : `${address}/${segment}`;
}

/** Did ever a webhook come, since the secret is what it is? */
export function hasHeard({ settings }: Pick<ServiceConnectionRecord, "settings">): boolean {
  return settings["webhookSeen"] === true;
}
