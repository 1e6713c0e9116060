import { z } from "zod";
import type { InboundAction, InboundDialog, InboundMessage, InboundSignInCode } from "../core/inbound.ts";
import type { JsonObject } from "../core/json.ts";
import type { TurnSource } from "../core/turn.ts";

const reference = z.object({
  tenantId: z.string(),
  teamId: z.string(),
  channelId: z.string(),
  type: z.enum(["personal", "group", "channel"]),
  serviceUrl: z.string(),
  name: z.string(),
  threadRootId: z.string().exactOptional(),
});

const person = z.object({
  tenantId: z.string(),
  teamsUserId: z.string(),
  aadObjectId: z.string(),
  displayName: z.string(),
  timezone: z.string().exactOptional(),
});

const base = { activityId: z.string(), conversation: reference, from: person };
const jsonObject = z.record(z.string(), z.json());

const pressedFields = {
  action: { kind: z.literal("action"), verb: z.string(), data: jsonObject, messageId: z.string() },
  dialog: {
    kind: z.literal("dialog"),
    step: z.enum(["open", "submit"]),
    verb: z.string(),
    data: jsonObject,
  },
};
const pressed = z.discriminatedUnion("kind", [
  z.object(pressedFields.action),
  z.object(pressedFields.dialog),
]);

const activity = z.discriminatedUnion("kind", [
  z.object({
    ...base,
    kind: z.literal("message"),
    text: z.string(),
    mentions: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  z.object({ ...base, ...pressedFields.action, answerable: z.boolean() }),
  z.object({ ...base, ...pressedFields.dialog }),
  z.object({ ...base, kind: z.literal("signin-code"), code: z.string() }),
]);

const payload = z.object({
  activity,
  userId: z.string(),
  isAdmin: z.boolean(),
  conversationId: z.string(),
  source: z.enum(["typed", "resumed", "confirmed"]),
});

/** The activities that become a turn. */
export type TurnActivity = InboundMessage | InboundAction | InboundDialog | InboundSignInCode;

export interface TurnPayload {
  readonly activity: TurnActivity;
  readonly userId: string;
  readonly isAdmin: boolean;
  readonly conversationId: string;
  readonly source: TurnSource;
}

export function toTurnPayload(turn: TurnPayload): JsonObject {
  return payload.parse(turn);
}

/** Reads back what `toTurnPayload` wrote; throws when the row was tampered with. */
export function fromTurnPayload(json: JsonObject): TurnPayload {
  return payload.parse(json);
}

/** A pressed button as it is kept while it waits: without who and where, which are the row's own. */
export type Pressed = z.infer<typeof pressed>;

export function toPressed(button: InboundAction | InboundDialog): JsonObject {
  return pressed.parse(button);
}

/** Reads back what `toPressed` wrote; throws when the row was tampered with. */
export function fromPressed(json: JsonObject): Pressed {
  return pressed.parse(json);
}
