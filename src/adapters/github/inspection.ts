import { z } from "zod";
import { SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { GitHubAppInspection } from "./contract/index.ts";
import { createAppCredential } from "./credentials.ts";
import { createOctokitClass } from "./http/client.ts";
import { Reader } from "./http/reader.ts";
import { createResource } from "./http/resource.ts";
import type { GitHubOptions } from "./options.ts";

const WebhookConfig = z.object({ url: z.string().nullish() }).transform(({ url }) => url ?? undefined);
/** An App of an enterprise has an owner without login. */
const Owned = z.object({
  slug: z.string().min(1),
  owner: z.object({ login: z.string().optional(), type: z.string().optional() }).nullish(),
});

/** Source: docs.github.com "REST API endpoints for GitHub App webhooks". */
export function createAppInspection(
  options: Pick<
    GitHubOptions,
    "apiUrl" | "webUrl" | "version" | "clock" | "log" | "appId" | "privateKey" | "sleep" | "timeoutMs"
  >,
): GitHubAppInspection {
  const { apiUrl, webUrl, version, timeoutMs = 10 * SECOND } = options;
  const reader = new Reader(createAppCredential(options, createOctokitClass(options)), options);
  const webhookConfig = createResource(WebhookConfig, 1);
  const owned = createResource(Owned, 1);

  return {
    findWebhookUrl: () => reader.find(webhookConfig, "GET /app/hook/config"),
    getSettingsUrl: async () => {
      const self = await reader.find(owned, "GET /app");
      if (self === undefined) throw faults.GITHUB_APP_REFUSED();
      const { login, type } = self.owner ?? {};
      const isOrganization = type === "Organization" && login !== undefined;
      const place = isOrganization ? `/organizations/${encodeURIComponent(login)}` : "";
      return `${webUrl}${place}/settings/apps/${encodeURIComponent(self.slug)}`;
    },
    readServerTime: async () => {
      // Any answer has a date, so that a server that refuses the nameless will do.
      const headers = { "user-agent": `ployst/${version}` };
      const signal = AbortSignal.timeout(timeoutMs);
      const date = await fetch(`${apiUrl}/meta`, { headers, signal, redirect: "manual" }).then(
        async (response) => {
          await response.body?.cancel();
          return new Date(response.headers.get("date") ?? "");
        },
        (error: unknown) => {
          throw faults.GITHUB_UNREACHABLE({ cause: error });
        },
      );
      if (Number.isNaN(date.getTime())) throw faults.GITHUB_UNREACHABLE();
      return date;
    },
  };
}
