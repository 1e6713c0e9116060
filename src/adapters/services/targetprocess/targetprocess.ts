import { z } from "zod";
import type {
  ItemState,
  ProviderDescription,
  ServiceEvent,
  ServiceHttp,
  ServiceItem,
  ServiceProvider,
} from "../contract/index.ts";
import { acceptByAddress, readBody } from "../hashed-delivery.ts";
import { htmlToText } from "../html-text.ts";
import { createCaller } from "../http/caller.ts";

export const targetprocessDescription: ProviderDescription = {
  id: "targetprocess",
  name: "TargetProcess",
  fields: [
    {
      id: "baseUrl",
      label: "Address",
      kind: "url",
      placeholder: "https://example.tpondemand.com",
      isRequired: true,
    },
    { id: "token", label: "Access token", kind: "secret", placeholder: "", isRequired: true },
  ],
  example: "https://example.tpondemand.com",
  webhookProof: "segment",
  credentialHelp: "In your profile, Authentication and Security, make an access token.",
  webhookHelp:
    "Make an automation rule for the entities that you want to hear of, whose action posts args.Current and args.Modification as JSON to the address.",
  notifyExample: "targetprocess:Project",
  caveat: "",
};

const named = z.object({ Name: z.string() }).nullish().catch(undefined);
const person = z
  .object({ FirstName: z.string().nullish(), LastName: z.string().nullish() })
  .nullish()
  .catch(undefined);

/** Any assignable entity, dev.targetprocess.com, "REST API v1". */
const Assignable = z.object({
  Id: z.number().int(),
  Name: z.string().catch(""),
  Description: z.string().nullish().catch(undefined),
  ModifyDate: z.string().nullish().catch(undefined),
  EntityType: named,
  EntityState: z
    .object({ Name: z.string(), IsInitial: z.boolean().optional(), IsFinal: z.boolean().optional() })
    .nullish()
    .catch(undefined),
  Project: named,
  Priority: named,
  Owner: person,
});

type Assignable = z.infer<typeof Assignable>;

const LoggedUser = z.object({
  FirstName: z.string().nullish(),
  LastName: z.string().nullish(),
  Login: z.string().nullish(),
});

/** What our own automation rule posts. */
const RuleMessage = z.object({
  Modification: z.string().catch("Updated"),
  Author: z.string().catch(""),
  Current: Assignable,
  ChangedFields: z.array(z.string()).catch([]),
});

const { name: service } = targetprocessDescription;
const INCLUDE =
  "[Id,Name,Description,ModifyDate,EntityType,EntityState[Name,IsInitial,IsFinal],Project,Priority,Owner]";

/** TargetProcess by REST API v1 (dev.targetprocess.com; ibm.com/docs/targetprocess), by access token. */
export function createTargetprocess(http: ServiceHttp): ServiceProvider {
  // The token belongs into the query here, so it is made for each address and never kept in one.
  const { get, read } = createCaller({ http, service, authorize: () => ({}) });
  const toPath = (path: string, token: string, more: Readonly<Record<string, string>> = {}): string =>
    `/api/v1${path}?${new URLSearchParams({ format: "json", ...more, access_token: token }).toString()}`;
  return {
    description: targetprocessDescription,
    verify: async (account) => {
      const path = toPath("/Users/loggeduser", account.credentials["token"] ?? "");
      const user = await get(LoggedUser, account, { method: "GET", path });
      return { accountName: nameOf(user) || (user.Login ?? "") };
    },
    proveWebhook: (webhook) => {
      const event = RuleMessage.safeParse(readBody(webhook.body)).data?.Modification ?? "unknown";
      return Promise.resolve(acceptByAddress(webhook, event.toLowerCase()));
    },
    readWebhook: (body, { baseUrl }) => {
      const message = RuleMessage.safeParse(readBody(body)).data;
      return message === undefined ? [] : toEvents(message, baseUrl);
    },
    lookup: async (account, key) => {
      const id = /^#?([1-9]\d{0,9})$/.exec(key)?.[1];
      if (id === undefined) return undefined;
      const path = toPath(`/Assignables/${id}`, account.credentials["token"] ?? "", { include: INCLUDE });
      const found = await read(Assignable, account, { method: "GET", path });
      return found && toItem(found, account.baseUrl);
    },
  };
}

function toEvents(message: z.infer<typeof RuleMessage>, baseUrl: string): readonly ServiceEvent[] {
  const { Current: current, Modification: modification, Author: actor, ChangedFields: changed } = message;
  if (current.Project?.Name === undefined) return [];
  const item = toItem(current, baseUrl);
  const who = actor === "" ? "Somebody" : actor;
  return [
    {
      item,
      actor,
      opens: modification === "Created",
      ...(changed.includes("EntityState") && { note: `${who} moved it to ${item.stateText}` }),
      ...(modification === "Deleted" && { isGone: true, note: `${who} deleted it` }),
    },
  ];
}

function toItem(entity: Assignable, baseUrl: string): ServiceItem {
  const id = String(entity.Id);
  const facts = [
    { name: "Project", value: entity.Project?.Name ?? "" },
    { name: "Owner", value: nameOf(entity.Owner ?? {}) },
    { name: "Priority", value: entity.Priority?.Name ?? "" },
  ];
  return {
    key: `#${id}`,
    subjectKey: `targetprocess:${baseUrl}#${id}`,
    source: entity.Project?.Name ?? "",
    type: entity.EntityType?.Name ?? "Entity",
    title: entity.Name,
    url: `${baseUrl}/entity/${id}`,
    stateText: entity.EntityState?.Name ?? "",
    state: stateOf(entity),
    facts: facts.filter(({ value }) => value !== ""),
    body: htmlToText(entity.Description ?? ""),
    updatedAt: toIso(entity.ModifyDate ?? ""),
  };
}

function stateOf({ EntityState: state }: Assignable): ItemState {
  if (state?.IsFinal === true) return "done";
  if (state?.IsInitial === true) return "todo";
  return state ? "doing" : "unknown";
}

function nameOf({
  FirstName,
  LastName,
}: {
  FirstName?: string | null | undefined;
  LastName?: string | null | undefined;
}): string {
  return [FirstName, LastName].filter(Boolean).join(" ");
}

/** `/Date(1795000000000+0100)/` in API v1, ISO 8601 from rules. */
function toIso(text: string): string {
  const milliseconds = /^\/Date\((\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  const time = milliseconds === undefined ? Date.parse(text) : Number(milliseconds);
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
