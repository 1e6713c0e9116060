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
import { basic, createCaller } from "../http/caller.ts";

export const sprintlyDescription: ProviderDescription = {
  id: "sprintly",
  name: "Sprintly",
  fields: [
    {
      id: "baseUrl",
      label: "Address (leave empty for sprint.ly)",
      kind: "url",
      placeholder: "https://sprint.ly",
      isRequired: false,
    },
    { id: "email", label: "E-mail", kind: "text", placeholder: "you@example.com", isRequired: true },
    { id: "key", label: "API key", kind: "secret", placeholder: "", isRequired: true },
  ],
  baseUrl: "https://sprint.ly",
  example: "https://sprint.ly",
  webhookProof: "segment",
  credentialHelp: "On sprint.ly open your profile and copy the API key.",
  webhookHelp: "In the product's settings, Services, add a webhook with the address.",
  notifyExample: "sprintly:Product",
  caveat:
    "Built from Sprintly's published description alone; whether the service still answers that way could not be found out.",
};

const person = z
  .object({ first_name: z.string().nullish(), last_name: z.string().nullish() })
  .nullish()
  .catch(undefined);

const Product = z.object({ id: z.number().int(), name: z.string(), archived: z.boolean().catch(false) });

const Item = z.object({
  number: z.number().int(),
  title: z.string().catch(""),
  type: z.string().catch("item"),
  status: z.string().catch(""),
  description: z.string().nullish().catch(undefined),
  short_url: z.string().nullish().catch(undefined),
  last_modified: z.string().nullish().catch(undefined),
  score: z.string().nullish().catch(undefined),
  assigned_to: person,
  product: z.object({ id: z.number().int(), name: z.string() }),
});

type Item = z.infer<typeof Item>;

/** Sent when something was created, and only then: support.sprint.ly, "Webhooks guide". */
const Hook = z.object({
  product: z.object({ id: z.number().int(), name: z.string() }),
  model: z.string(),
  attributes: z.record(z.string(), z.unknown()),
});

const STATES: Readonly<Record<string, ItemState>> = {
  someday: "todo",
  backlog: "todo",
  "in-progress": "doing",
  completed: "done",
  accepted: "done",
};
/** Products that are looked through for an item's number. */
const MOST_PRODUCTS = 20;

const { name: service } = sprintlyDescription;

/** Sprintly by its API (support.sprint.ly, "Products", "Items"), with e-mail and API key. */
export function createSprintly(http: ServiceHttp): ServiceProvider {
  const { get, read } = createCaller({
    http,
    service,
    authorize: ({ credentials: { email = "", key = "" } }) => basic(email, key),
  });
  const listProducts = (account: Parameters<typeof get>[1]): Promise<readonly z.infer<typeof Product>[]> =>
    get(z.array(Product), account, { method: "GET", path: "/api/products.json" });
  return {
    description: sprintlyDescription,
    verify: async (account) => {
      await listProducts(account);
      return { accountName: account.credentials["email"] ?? "" };
    },
    proveWebhook: (webhook) => {
      const model = Hook.safeParse(readBody(webhook.body)).data?.model ?? "unknown";
      return Promise.resolve(acceptByAddress(webhook, model.toLowerCase()));
    },
    readWebhook: (body, { baseUrl }) => readHook(body, baseUrl),
    /** Numbers are each product's own: `12` is looked for in all of them, `Product 12` in one. */
    lookup: async (account, key) => {
      const [, name = "", number] = /^(?:(.{1,100}?) )?#?([1-9]\d{0,8})$/.exec(key.trim()) ?? [];
      if (number === undefined) return undefined;
      const products = (await listProducts(account))
        .filter((one) => !one.archived)
        .filter((one) => name === "" || one.name.toLowerCase() === name.toLowerCase());
      for (const { id } of products.slice(0, MOST_PRODUCTS)) {
        const path = `/api/products/${String(id)}/items/${number}.json`;
        const found = await read(Item, account, { method: "GET", path });
        if (found !== undefined) return toItem(found, account.baseUrl);
      }
      return undefined;
    },
  };
}

function readHook(body: Buffer, baseUrl: string): readonly ServiceEvent[] {
  const hook = Hook.safeParse(readBody(body)).data;
  if (hook?.model !== "Item") return [];
  const item = Item.safeParse({ ...hook.attributes, product: hook.product }).data;
  if (item === undefined) return [];
  return [{ item: toItem(item, baseUrl), opens: true, actor: "" }];
}

function toItem(item: Item, baseUrl: string): ServiceItem {
  const number = String(item.number);
  const { first_name: first, last_name: last } = item.assigned_to ?? {};
  const facts = [
    { name: "Product", value: item.product.name },
    { name: "Assigned to", value: [first, last].filter(Boolean).join(" ") },
    { name: "Score", value: item.score ?? "" },
  ];
  return {
    key: `#${number}`,
    subjectKey: `sprintly:${baseUrl}/${String(item.product.id)}#${number}`,
    source: item.product.name,
    type: item.type,
    title: item.title,
    url: `${baseUrl}/product/${String(item.product.id)}/item/${number}`,
    stateText: item.status,
    state: STATES[item.status] ?? "unknown",
    facts: facts.filter(({ value }) => value !== ""),
    body: (item.description ?? "").slice(0, 4_000).toWellFormed(),
    updatedAt: toIso(item.last_modified ?? ""),
  };
}

function toIso(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? "" : new Date(time).toISOString();
}
