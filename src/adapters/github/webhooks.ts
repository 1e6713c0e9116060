import { createHmac, timingSafeEqual } from "node:crypto";
import type { GitHubWebhookVerifier, WebhookVerdict } from "./contract/index.ts";
import { readWebhookIds } from "./webhook-ids.ts";

type Headers = Parameters<GitHubWebhookVerifier["verify"]>[0];

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const EVENT = /^[a-z_]{1,64}$/;
const SIGNATURE = /^sha256=[\da-f]{64}$/;

/**
 * Verifies webhooks with any of the secrets, the signature first and over the raw bytes, in constant time; without a
 * secret everything is refused. Source: docs.github.com "Validating webhook deliveries".
 */
export function createWebhookVerifier(secrets: readonly string[]): GitHubWebhookVerifier {
  const usable = secrets.filter((secret) => secret !== "");

  return {
    verify: (headers, raw) => {
      if (usable.length === 0) return refuse(503, "no webhook secret is configured");
      if (!isSigned(usable, findHeader(headers, "x-hub-signature-256"), raw)) {
        return refuse(401, "the signature is missing or wrong");
      }
      const event = findHeader(headers, "x-github-event") ?? "";
      if (!EVENT.test(event)) return refuse(400, "X-GitHub-Event is missing or malformed");
      const guid = findHeader(headers, "x-github-delivery") ?? "";
      if (!GUID.test(guid)) return refuse(400, "X-GitHub-Delivery is missing or not a UUID");
      const ids = readWebhookIds(raw);
      if (ids === undefined) return refuse(400, "the body is not a JSON object");
      return { kind: "verified", webhook: { guid: guid.toLowerCase(), event, ...ids, raw } };
    },
  };
}

/** Tries every secret, whether or not an earlier one fits, so that time tells nothing. */
function isSigned(secrets: readonly string[], signature: string | undefined, raw: Buffer): boolean {
  if (signature === undefined || !SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature.slice("sha256=".length), "hex");
  const fits = secrets.map((secret) =>
    timingSafeEqual(createHmac("sha256", secret).update(raw).digest(), given),
  );
  return fits.includes(true);
}

/** A header given twice is nobody's honest webhook. */
function findHeader(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

function refuse(status: 400 | 401 | 503, reason: string): WebhookVerdict {
  return { kind: "refused", status, reason };
}
