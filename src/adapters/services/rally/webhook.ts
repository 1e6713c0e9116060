import { z } from "zod";
import type { ServiceEvent } from "../contract/index.ts";
import { readBody } from "../hashed-delivery.ts";
import { toItem } from "./item.ts";
import { RallyArtifact } from "./shapes.ts";

/** An attribute with its name; the object's key is its id, which differs from one workspace to the next. */
const Attribute = z.object({ name: z.string(), value: z.unknown() });

/** rally1.rallydev.com/apps/pigeon/api/v2/docs/webhooks: unsigned, attributes under ids. */
const RallyWebhook = z.object({
  message: z.object({
    action: z.string().catch("Updated"),
    object_type: z.string().catch("Artifact"),
    state: z.record(z.string(), z.unknown()).catch({}),
    changes: z.record(z.string(), z.unknown()).catch({}),
    transaction: z
      .object({
        user: z.object({ username: z.string().optional(), email: z.string().optional() }).optional(),
      })
      .optional()
      .catch(undefined),
  }),
});

export function eventOf(body: Buffer): string {
  return RallyWebhook.safeParse(readBody(body)).data?.message.action.toLowerCase() ?? "unknown";
}

export function readRallyWebhook(body: Buffer, baseUrl: string): readonly ServiceEvent[] {
  const message = RallyWebhook.safeParse(readBody(body)).data?.message;
  if (message === undefined) return [];
  const state = toNames(message.state);
  const artifact = RallyArtifact.safeParse({
    _type: message.object_type,
    ObjectID: Number(state["ObjectID"]),
    FormattedID: state["FormattedID"],
    Name: nameOf(state["Name"]),
    ScheduleState: nameOf(state["ScheduleState"]),
    State: nameOf(state["State"]),
    Owner: toReference(state["Owner"]),
    Project: toReference(state["Project"]),
    Description: state["Description"],
    LastUpdateDate: state["LastUpdateDate"],
  }).data;
  if (artifact?.Project?._refObjectName === undefined) return [];
  const item = toItem(artifact, baseUrl);
  const actor = message.transaction?.user?.username ?? message.transaction?.user?.email ?? "";
  const changed = toNames(message.changes);
  const isMove = "ScheduleState" in changed || "State" in changed;
  const who = actor === "" ? "Somebody" : actor;
  return [
    {
      item,
      actor,
      opens: message.action === "Created",
      ...(isMove && { note: `${who} moved it to ${item.stateText}` }),
    },
  ];
}

function toNames(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const named = Object.values(attributes).flatMap((value) => Attribute.safeParse(value).data ?? []);
  return Object.fromEntries(named.map(({ name, value }) => [name, value]));
}

const Named = z.object({ name: z.string() });

/** A plain value, or an object with a name. */
function nameOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : Named.safeParse(value).data?.name;
}

function toReference(value: unknown): { readonly _refObjectName: string } | undefined {
  const name = nameOf(value);
  return name === undefined ? undefined : { _refObjectName: name };
}
