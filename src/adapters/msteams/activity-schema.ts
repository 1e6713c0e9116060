import { z } from "zod";

import type { JsonObject } from "../../core/json.ts";

// The body came out of JSON.parse: whatever an object in it holds is JSON, so it is not walked again (depth is the sender's choice).
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

const text = z.string().max(1_024);
const optionalText = text.optional().catch(undefined);

const account = z.object({ id: text, name: optionalText });

const mentionEntity = z.object({
  type: z.literal("mention"),
  text: text.optional().catch(undefined),
  mentioned: account,
});

const named = z.object({ id: optionalText, name: optionalText }).optional().catch(undefined);

const channelData = z
  .object({ tenant: named, team: named, channel: named, eventType: optionalText })
  .optional()
  .catch(undefined);

/** What Ployst reads of an activity (Bot Framework protocol, Teams' channel data); everything else is dropped. */
export const activitySchema = z.object({
  type: text.min(1),
  channelId: text,
  serviceUrl: text.min(1),
  id: optionalText,
  name: optionalText,
  action: optionalText,
  /** IANA name of the sender's timezone; with messages. */
  localTimezone: optionalText,
  text: z.string().optional().catch(undefined),
  value: z.union([jsonObject, z.undefined()]).catch(undefined),
  replyToId: optionalText,
  from: account.extend({ aadObjectId: optionalText, tenantId: optionalText, role: optionalText }),
  recipient: account.optional().catch(undefined),
  conversation: z.object({
    id: text.min(1),
    name: optionalText,
    conversationType: optionalText,
    isGroup: z.boolean().optional().catch(undefined),
    tenantId: optionalText,
  }),
  channelData,
  entities: z
    .array(z.union([mentionEntity, z.unknown().transform(() => undefined)]))
    .optional()
    .catch(undefined),
  membersAdded: z.array(account).optional().catch(undefined),
  membersRemoved: z.array(account).optional().catch(undefined),
});

export type TeamsActivity = z.infer<typeof activitySchema>;

/** The least that is looked at before the sender has been authenticated. */
export const envelopeSchema = z.object({
  type: z.string().min(1).max(100),
  channelId: z.string().max(100),
  serviceUrl: text.min(1),
});

export type ActivityEnvelope = z.infer<typeof envelopeSchema>;
export type MentionEntity = z.infer<typeof mentionEntity>;
export { jsonObject as jsonObjectSchema };
