import { z } from "zod";
import type { VerifiedWebhook } from "./contract/index.ts";

/** Missing, or not what GitHub sends, is the empty text: no subscription has that id. */
const Id = z.int().positive().transform(String).catch("");
const WithId = z.object({ id: Id }).catch({ id: "" });

const Envelope = z.object({
  action: z.string().max(64).catch(""),
  installation: z.object({ id: Id, account: WithId }).catch({ id: "", account: { id: "" } }),
  repository: z.object({ id: Id, owner: WithId }).catch({ id: "", owner: { id: "" } }),
  organization: WithId,
});

/** What routing needs of a payload; undefined when it is not a JSON object. */
export function readWebhookIds(
  raw: Buffer,
): Pick<VerifiedWebhook, "action" | "installationId" | "repositoryId" | "ownerId"> | undefined {
  const { data: envelope } = Envelope.safeParse(parse(raw));
  if (envelope === undefined) return undefined;
  const { action, installation, repository, organization } = envelope;
  return {
    action,
    installationId: installation.id,
    repositoryId: repository.id,
    ownerId: repository.owner.id || organization.id || installation.account.id,
  };
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return undefined;
  }
}
