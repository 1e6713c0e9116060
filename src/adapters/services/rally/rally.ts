import { z } from "zod";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { ProviderDescription, ServiceHttp, ServiceProvider } from "../contract/index.ts";
import { acceptByAddress } from "../hashed-delivery.ts";
import { createCaller } from "../http/caller.ts";
import { toItem } from "./item.ts";
import { RallyArtifact, RallyErrors, RallyUser, toResults } from "./shapes.ts";
import { eventOf, readRallyWebhook } from "./webhook.ts";

export const rallyDescription: ProviderDescription = {
  id: "rally",
  name: "Rally",
  fields: [
    {
      id: "baseUrl",
      label: "Address (leave empty for rally1.rallydev.com)",
      kind: "url",
      placeholder: "https://rally1.rallydev.com",
      isRequired: false,
    },
    { id: "key", label: "API key", kind: "secret", placeholder: "", isRequired: true },
  ],
  baseUrl: "https://rally1.rallydev.com",
  example: "https://rally1.rallydev.com",
  webhookProof: "segment",
  credentialHelp:
    "In Rally's Application Manager make an API key with full access; it ends when its person leaves.",
  webhookHelp: "An administrator makes the webhook by Rally's API, with the address as its TargetUrl.",
  notifyExample: "rally:Project",
  caveat: "",
};

const { name: service } = rallyDescription;
const API = "/slm/webservice/v2.0";
/** Prefixes of formatted ids, and the types that they are of. */
const TYPES: Readonly<Record<string, string>> = {
  US: "hierarchicalrequirement",
  DE: "defect",
  TA: "task",
  TC: "testcase",
  DS: "defectsuite",
  F: "portfolioitem/feature",
};
const KEY = /^(US|DE|TA|TC|DS|F)([1-9]\d{0,9})$/i;
const FETCH =
  "FormattedID,Name,ScheduleState,State,Owner,Project,Description,LastUpdateDate,ObjectID,Priority,PlanEstimate";

/**
 * Rally by its web services API (rally1.rallydev.com/slm/doc/webservice), by API key (header ZSESSIONID,
 * techdocs.broadcom.com, "Rally Application Manager"). It reports errors inside answers of status 200.
 */
export function createRally(http: ServiceHttp): ServiceProvider {
  const { get } = createCaller({
    http,
    service,
    authorize: ({ credentials: { key = "" } }) => ({ zsessionid: key }),
  });
  return {
    description: rallyDescription,
    verify: async (account) => {
      const { User } = await get(RallyUser, account, { method: "GET", path: `${API}/user` });
      return { accountName: User.DisplayName ?? User.UserName };
    },
    proveWebhook: (webhook) => Promise.resolve(acceptByAddress(webhook, eventOf(webhook.body))),
    readWebhook: (body, { baseUrl }) => readRallyWebhook(body, baseUrl),
    lookup: async (account, key) => {
      const [, prefix = "", number = ""] = KEY.exec(key) ?? [];
      const type = TYPES[prefix.toUpperCase()];
      if (type === undefined) return undefined;
      const query = new URLSearchParams({
        query: `(FormattedID = "${prefix.toUpperCase()}${number}")`,
        fetch: FETCH,
        pagesize: "1",
      });
      const answer = await get(z.unknown(), account, {
        method: "GET",
        path: `${API}/${type}?${query.toString()}`,
      });
      const { QueryResult } = RallyErrors.safeParse(answer).data ?? {};
      const [error] = QueryResult?.Errors ?? [];
      if (error !== undefined)
        throw faults.SERVICE_REFUSED({ service, reason: escapeMarkdown(error.slice(0, 200).toWellFormed()) });
      const [found] = toResults(answer);
      const artifact = RallyArtifact.safeParse(found).data;
      return artifact && toItem(artifact, account.baseUrl);
    },
  };
}
