import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import { faults } from "../../core/errors.ts";
import type { ConvertManifest, CreatedApp } from "./contract/index.ts";
import { findCommonFault, readFailure } from "./http/errors.ts";
import type { ReaderDeps } from "./http/reader.ts";

const Conversion: z.ZodType<CreatedApp> = z
  .object({
    id: z.int().positive(),
    slug: z.string().min(1),
    client_id: z.string().min(1),
    client_secret: z.string().min(1),
    /** null for an App without a webhook. */
    webhook_secret: z.string().nullish(),
    pem: z.string().min(1),
    html_url: z.url(),
  })
  .transform((app) => ({
    id: String(app.id),
    slug: app.slug,
    clientId: app.client_id,
    clientSecret: app.client_secret,
    webhookSecret: app.webhook_secret ?? "",
    pem: app.pem,
    htmlUrl: app.html_url,
  }));

/**
 * Changes the code of the manifest flow into the App's credentials, which GitHub hands out this once. Throws
 * GITHUB_MANIFEST_CODE_GONE, GITHUB_UNREACHABLE (the code may be spent), GITHUB_RATE_LIMITED.
 * Source: docs.github.com "Registering a GitHub App from a manifest".
 */
export function createConvertManifest(deps: ReaderDeps & { readonly octokit: Octokit }): ConvertManifest {
  return async (code) => {
    const data = await convert(code, deps);
    const created = Conversion.safeParse(data);
    if (!created.success) throw faults.GITHUB_UNREACHABLE();
    return created.data;
  };
}

async function convert(code: string, deps: Parameters<typeof createConvertManifest>[0]): Promise<unknown> {
  try {
    const answer = await deps.octokit.request("POST /app-manifests/{code}/conversions", { code });
    return answer.data;
  } catch (error) {
    const failure = readFailure(error, deps.clock.now());
    if (failure === undefined) throw error;
    throw findCommonFault(failure) ?? faults.GITHUB_MANIFEST_CODE_GONE();
  }
}
