import { createHash } from "node:crypto";
import type { CloudAccount } from "../contract/index.ts";
import type { Answer, Api } from "./api.ts";

const LONGEST_NAME = 60;

/**
 * Droplets take keys of the account only. Each is known there by the MD5 of what it is made of, so it can be looked for
 * and added any number of times. Answers the fingerprints. Throws CLOUD_REFUSED for what DigitalOcean takes for no key.
 */
export async function ensureKeys(
  api: Api,
  account: CloudAccount,
  publicKeys: readonly string[],
): Promise<readonly string[]> {
  const fingerprints = new Map(publicKeys.map((key) => [md5Of(key), key.trim()]));
  // One after the other: reading keys has a narrow limit of its own.
  for (const [fingerprint, key] of fingerprints) await ensure(api, account, fingerprint, key);
  return [...fingerprints.keys()];
}

async function ensure(api: Api, account: CloudAccount, fingerprint: string, key: string): Promise<void> {
  if (await isThere(api, account, fingerprint)) return;
  const body = { name: toName(key), public_key: key };
  const ask = { method: "POST", path: "/v2/account/keys", body, scopes: ["ssh_key:create"] } as const;
  const added = await api.call(account, ask, [422]);
  // It may have been added in between, by another order.
  if (added.status === 422) await orRefused(api, account, fingerprint, added);
}

async function orRefused(
  api: Api,
  account: CloudAccount,
  fingerprint: string,
  answer: Answer,
): Promise<void> {
  if (!(await isThere(api, account, fingerprint))) throw api.refusedFor(account, answer);
}

async function isThere(api: Api, account: CloudAccount, fingerprint: string): Promise<boolean> {
  const path = `/v2/account/keys/${encodeURIComponent(fingerprint)}`;
  const { status } = await api.call(account, { method: "GET", path, scopes: ["ssh_key:read"] }, [404]);
  return status !== 404;
}

/** `3b:16:…`, as the vendor knows it. */
function md5Of(publicKey: string): string {
  const [, encoded = ""] = publicKey.trim().split(/\s+/);
  const digest = createHash("md5").update(Buffer.from(encoded, "base64")).digest("hex");
  return (digest.match(/../g) ?? []).join(":");
}

function toName(key: string): string {
  const comment = key.split(/\s+/).slice(2).join(" ");
  return `Ployst ${comment}`.trim().slice(0, LONGEST_NAME);
}
